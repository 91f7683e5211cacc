"""The words by which a question tells what it asks about.

Words begin like what is given here: ``|`` ends a word, ``_`` is a blank, ``#`` a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from holdfast.operations.prompting.matters import Matter, Words

ASKED: Final[Mapping[Matter, Words]] = {
    Matter.FOOD: Words(
        """
        recipe cook| cooking bake baking dinner lunch breakfast brunch meal menu restaurant snack dish dessert
        pudding| cake pizza curry soup stew bbq barbecue picnic buffet eat| eating food smoothie shake| drink| drinks|
        takeaway groceries starter| serve cater book_a_table bar| order_at cocktail wine| beer| pick-me-up muesli
        biscuit cheese feed_us treat| supper pub| café| coffee| rezept koch backe essen| abendessen mittagessen
        frühstück gericht kuchen nachtisch grillen trinken| kneipe einkaufsliste suppe salat nachspeise restaurant|
        snack| recette cuisin dîner déjeuner repas plat| gâteau goûter manger apéro boire| entrée| lasagne menu|
        receta cocin cena| cenar almuerzo almorzar desayuno comer| comida postre galleta beber| tapas merienda menú
        ricetta cucin pranzo colazione antipasto mangiare dolce| bere| receita jantar almoço recept koken taart eten|
        ontbijt drinken| bottle bring_to_the_party lunchbox sandwich salad grill| roast fry| order_in kebab sushi
        burger taco wings| fish_and_chips ice_cream chocolate bread cheeses| spice herbs barista juice tea_party
        tea_what come_for_tea come_for_dinner for_tea potluck feed| hungry appetizer menu_for shopping_list grocery
        cupcake cookies scones what's_for_dinner food_truck steakhouse vineyard brewery wine_tasting tasting
        grillparty backen| kochen| torte plätzchen brot| käse eis| speise kantine mitbringen_zum einkaufen| weinprobe
        wein| bier| zu_essen fromage pain| glace| vin| bière grillade traiteur pique-nique buffet| pâtisserie tarte
        apéritif resto| cantine crêpe soupe salade asado parrilla barbacoa vino| cerveza helado pan| queso ensalada
        sopa bizcocho tarta pastel marisquería bar_de tapeo cenita picar| bocadillo paella torta gelato formaggio
        birra spesa bolo| queijo vinho cerveja kaas wijn| boodschappen asar hornear freír pavo| pollo| roast_a bake_a
        magdalena madalena fondue raclette
        lasagn pancake omelette sausage jam| marmalade stir-fry teriyaki noodle pasta| risotto dumpling yoghurt yogurt
        cereal porridge granola toast| filling_for topping side_dish starters canteen diner bistro pizzeria brunch|
        braten wurst flasche pfannkuchen nudeln auflauf marmelade konfitüre müsli brötchen vorspeise beilage bistro|
        gulasch aufstrich biere weißwein rotwein crème_glacée confiture gaufre rôti saucisse poisson| viande| dorade
        steak| boulangerie pâtes| bouteille boisson brasserie mermelada tortilla churros chuleta filete| pescado
        bebida botella cafetería heladería postres| guiso cocido marmellata bistecca secondo| pesce| bevanda bottiglia
        gelateria contorno merenda bife| peixe| churrasco lanche sobremesa bebida garrafa pannenkoek worst| jam|
        flat_white latte| cappuccino espresso| milkshake marisqueira churrascaria cervejaria pizzería paella osteria
        """,
        unspaced="レシピ 料理 食べ ご飯 弁当 寿司 ラーメン デザート 飲み 吃 菜 饭 零食 喝",
    ),
    Matter.EXERCISE: Words(
        """
        workout exercise gym| walk| walks| walking| wander spazier balade marche| caminar caminata camminata caminhada
        passeggiata wandel training_plan train| run| running jog hike hiking yoga pilates swim ski| skiing squat
        press| deadlift lift| leg_day arm_day stretch sport fitness training cycle| cycling climb plan_my_week gutter
        lifting marathon dance| trainingsplan wander laufen| übung joggen schwimmen turnen klettern radfahren
        entraînement exercices rando courir nager sport| escalade entrenamiento ejercicio correr| nadar senderismo
        escalada allenamento esercizi correre| treino corsa oefening hardlopen zwemmen exercis swim| swimming cardio
        warm-up warm_up plank| pushup push-up pull-up weights kettlebell crossfit boxing tennis football| soccer
        basketball badminton volleyball martial triathlon #k| couch_to pt_session spin_class zumba tai_chi
        ladder| carry| move_the_sofa moving_boxes gardening_tasks dig| digging shovel chop_wood snow| krafttraining
        fitnessstudio gymnastik tanzen| fußball| tennis| rad_fahren fahrradtour bergtour tour| umzugskartons graben|
        schneeschippen musculation vélo danse| marche| randonnée piscine déménagement bêcher gimnasio rutina pesas
        race| half-marathon obstacle sprint rowing judo karate aerobics skate skating surf| surfing trampoline
        dumbbell bench_press treadmill rope| trek| paddle padel handball| klimmzug liegestütz hantel bankdrücken
        kniebeuge eislaufen inlineskat staffel pompes| haltère abdos tractions patinage trampoline| ski| flexiones
        dominadas sentadilla abdominales patinar flexões supino agachamento abdominais flessioni addominali trazioni
        natación bicicleta bici| baile| caminata excursión fútbol mudanza palestra| nuoto academia| corrida natação
        sportschool fietsen tragen heben schleppen umzug| lift_the move_house porter_le soulever cargar| levantar
        """,
        unspaced="運動 筋トレ 走り 运动 健身 跑步",
    ),
    Matter.OUTING: Words(
        """
        trip travel holiday vacation hotel flight fly| weekend outing day_out night_out visit museum concert nightclub
        festival theme_park cruise boat_trip boat_tour walking| walk| sightseeing things_to_do where_shall_we
        where_should_i_go what_to_see restaurant pack| packing seats| seat| celebrate get_to| how_do_i_get take_her
        take_him take_them on_the_water kayak beach| picnic hen_do stag_do train_or drive_to hôtel reise urlaub
        ausflug wochenende besuch| einpacken hinfahren unternehmen| hinkommen anreise voyage vacances sortie| week-end
        visiter croisière balade emmener vol| restaurant| valise que_voir viaje vacaciones excursión finde| paseo
        salida crucero pileta llevar_a| llevo_a| maleta vuelo viaggio vacanz gita crociera viagem férias passeio reis|
        vakantie uitje afternoon_in a_day_in day_trip an_evening_out evening_out theatre theater opera cinema zoo|
        aquarium fair| funfair gallery tour| tours castle| hike| hiking camping campsite city_break road_trip ferry
        sail sailing canoe ski_trip safari backpack train_to fly_to flights airport concert| gig| club| clubbing
        dance_night escape_room bowling paintball roller_coaster climbing_wall spa_day retreat stag| wedding_venue
        venue| date_night anniversary_idea where_can_we_go where_can_i_go what_can_we_do what_could_we_do
        what_shall_we_do something_fun things_to_see sights get_around getting_there drive_myself stadtführung
        stadtrundgang theater| kino konzert oper| ausstellung freizeitpark tagesausflug kurzurlaub städtereise
        schifffahrt bootstour kreuzfahrt zelten camping| fähre| flug| fliegen| wohin| freizeit wanderung spaziergang
        ausgehen théâtre cinéma opéra exposition musée parc_d'attractions randonnée bateau| vacances| séjour escapade
        avion train_pour balade| visite| où_aller que_faire teatro| cine| concierto ópera museo| exposición parque_de
        senderismo barco| playa escapada avión tren_a| turismo dónde_vamos adónde qué_hacer plan_para ruta| visitar
        cinema| concerto| mare| montagna passeggiata praia cruzeiro bioscoop boottocht wandeling zirkus circus cirque
        circo reunion_with get-together visit_
        """,
        unspaced="旅行 観光 お出かけ 旅游 酒店",
    ),
    Matter.MEDICINE: Words(
        """
        doctor dentist antibiotic painkiller medicine medication tablet pill| pills| vaccine prescri pharmac headache
        surgery hospital| ibuprofen paracetamol supplement| nurse_asks zahnarzt arzt| ärzt medikament tablette
        schmerzmittel apotheke impfung krankenhaus médecin dentiste médicament pharmac| ordonnance vaccin médico
        medicina medicamento dentista farmac| vacuna pastilla arts| medicijn over-the-counter over_the_counter tablets
        cold_remedy cough fever flu| jab| booster antihistamine remedy herbal vitamin dose| injection operation|
        anaesthetic anesthetic nurse| clinic| a&e| emergency paramedic first_aid allergies_form medical_form
        health_form gp| checkup check-up kopfschmerz grippe husten| fieber| spritze| narkose klinik| notaufnahme
        hausarzt arztbesuch fragebogen nebenwirkung mal_de_tête rhume toux| fièvre urgences hôpital anesthésie piqûre
        dolor_de_cabeza resfriado tos| fiebre urgencias anestesia inyección analgésico raffreddore febbre ospedale
        gripe| febre| hoofdpijn griep
        """,
        unspaced="医者 薬 医生 药",
    ),
    Matter.GIFT: Words(
        """
        gift present| presents| birthday christmas treat_myself surprise_for give_me_for treat_for geschenk schenk|
        schenken verschenken weihnacht geburtstag cadeau anniversaire noël offrir cumpleaños regalo regalar le_regalo
        navidad compleanno regalo| presente| aniversário verjaardag cadeautje gifts surprise| what_to_buy
        what_could_i_get what_can_i_get what_should_i_get get_her get_him get_them something_for stocking_filler
        secret_santa wedding_present thank-you_present retirement_present valentine mother's_day father's_day
        housewarming wrapped mitbringsel überraschung überraschen jubiläum hochzeitstag muttertag vatertag
        freude_machen wunschzettel fête_des saint-valentin pour_lui_faire_plaisir crémaillère étrennes sorpresa
        detalle| aniversario san_valentín día_de_la_madre reyes| regal anniversario sorpresa| natale| presente_de
        natal| prenda| kado| sinterklaas kerst what_does_she_want what_does_he_want want_for was_wünscht wishes
        """,
        unspaced="プレゼント 誕生日 礼物 生日",
    ),
    Matter.MEDIA: Words(
        """
        book| books novel read| reading movie film| films watch| series| tv| podcast music| playlist game| games| song
        comic magazine audiobook theatre buch| bücher roman| serie| schauen| lesen| hörbuch musik| spiel| livre|
        regarder| série| musique jeu| libro novela| película mirar| leer| música juego| guardare| leggere| canzone
        filme| livro boek| kijken| lezen| watch_tonight something_to_read something_to_watch documentary thriller|
        box_set streaming netflix album band_to artist| bookshop library_books radio| board_game video_game puzzle
        crossword poem poet author| author_like hörspiel krimi lektüre kinofilm doku| serien brettspiel schallplatte
        autor bouquin lecture| polar bd| documentaire auteur chanson jeu_vidéo jeu_de_société feuilleton lectura peli|
        pelis documental canción videojuego juego_de_mesa film_da lettura romanzo romance| leitura roman_lezen
        """,
        unspaced="本を 映画 音楽 书 电影 音乐",
    ),
    Matter.BODY: Words(
        """
        wear| clothes shoe| shoes| jacket cardigan coat| dress| yarn| wool| fabric keyboard mouse| scissors lamp|
        desk| chair| mattress glasses| tool| tools| chart| colours| colors| slides| table_of in_a_table paint| sand|
        sanding glue detergent soap| perfume candle flowers| cosmetics side_of anziehen kleid schuh tastatur schere|
        lampe| stuhl| matratze farben| porter| vêtement chaussure clavier ciseaux chaise| matelas couleurs ropa| zapat
        teclado tijeras lámpara silla| colchón colores| vestiti scarpe roupa sapato kleding schoenen colour_scheme
        color_scheme palette colours_for colors_for graph| diagram font| slide| presentation ergonomic monitor
        handwriting knife| gadget phone_case headphones earbuds shampoo sunscreen lotion detergent| carpet curtains
        pillow| duvet sweater jumper scarf gloves boots trousers jeans suit| costume plant_in tree| trees| flower|
        bouquet hedge garden_plant farbschema diagramm folien präsentation schriftart kopfhörer creme| teppich vorhang
        kissen pullover schal| handschuhe stiefel hose| kostüm strauß blumen| baum| pflanzen| hecke couleur graphique
        diapos police_de casque| crème lessive tapis rideaux oreiller pull| écharpe gants bottes pantalon arbre fleurs
        haie planter paleta gráfico diapositivas auriculares crema detergente alfombra cortinas almohada jersey
        bufanda guantes botas pantalón traje árbol flores ramo planta| plantar
        sandal sneaker trainers| slippers sock| socks blouse skirt shirt t-shirt hoodie hat| cap| helmet bra| tights
        necklace earring bracelet bikini swimsuit raincoat sunglasses backpack varnish vacuum| drill| piano| guitar
        violin drums| recorder| sandale socken bluse rock| hemd t-shirt hut| mütze helm| halskette ohrring armband
        badeanzug regenjacke sonnenbrille rucksack lack| kleber| bohrer klavier gitarre geige schlagzeug chaussette
        jupe chemise| chapeau casquette collier boucles_d'oreilles bague| maillot imperméable sac_à_dos vernis colle|
        calcetín falda| camisa blusa sombrero gorra collar| pendientes pulsera bañador chubasquero mochila barniz
        pegamento sandalia calze| gonna camicia cappello collana orecchini costume| zaino saia| chapéu colar|
        brincos mochila| sok| sokken rok| hoed ketting
        """,
    ),
    Matter.HOME: Words(
        """
        i_live we_live live| living_now address| where_am_i deliver postcode zip_code town| city| home_address
        neighbourhood my_place my_house my_flat which_country near_me around_here wohne wohnen| wohnst adresse
        anschrift wohnort hier_in_der_nähe habite habitons habitez adresse| où_est-ce_que_j vivo| vivimos dónde_vivo
        dirección domicilio ciudad| abito| abita abitiamo indirizzo moro| moramos endereço woon| wonen adres|
        where_do_we_live where_will where_is_my move_to| moving_to based| commute zip| county| region| wo_wohn
        in_welcher_stadt in_welchem_ort zuhause_ wohnung| umzug postleitzahl où_vit où_j'habite quelle_ville chez_moi
        ville| logement code_postal dónde_viv en_qué_ciudad en_qué_pueblo mi_casa mi_piso código_postal casa_mia
        città| cidade| stad|
        """,
        unspaced="住 地址 住所",
    ),
    Matter.MONEY: Words(
        """
        earn| earning salary wage| wages paid| pay| bank| budget afford savings saving| mortgage loan rent| invest
        pension make_an_hour make_a_year cost_me spend| spending tax| how_much_do verdien gehalt lohn| konto| sparen
        miete kredit| gagne| salaire banque loyer épargne| crédit| gano| ganas sueldo salario banco| ahorr alquiler
        hipoteca guadagno stipendio banca| ganho| income| debt| expenses cost_of afford| price_range payment paycheck
        payslip raise| allowance bill| bills| subscription how_much_can how_much_could einkommen ausgaben budget|
        kosten| rate| schulden leisten| geld| revenu dépens combien_je facture prix| argent| ingresos gastar gasto|
        cuánto_podíamos cuánto_gano presupuesto dinero| factura soldi spese quanto_guadagn dinheiro despesas inkomen
        uitgaven dépenser how_much_for price_for prices| cuesta cuestan kostet| combien_coûte buy| order_ hire_ get_her_
        get_him_ get_them_ find_me_ find_us_ look_for_ search_for_ hotel| hotels| gift| present| kaufe| kaufen| bestell
        buche| buchen| miete_ suche_ such_mir geschenk acheter| achète| commander| réserve_ louer|
        cherche| trouve cadeau comprar| compro| pedir| reserva alquilar| busca| búsca regal cercami prenot
        procura| procuro| presente| koop|
        kopen| bestel boek_ huur zoek
        """,
    ),
    Matter.WORK: Words(
        """
        job| jobs| work| working employer employed profession occupation career for_a_living job_title boss| colleague
        cv| résumé resume| company| role_at do_for_work email_signature researching research| study| studying beruf
        arbeite| arbeiten| arbeitest arbeitgeber stelle| chef| lebenslauf studiere métier travaille travail| employeur
        profession| boulot poste| étudie trabajo| trabajas laburo| empleo profesión empresa jefe| estudio| lavoro|
        lavori mestiere professione trabalho| profissão emprego werk| beroep baan| what_do_i_do occupation| my_post
        my_role my_title position| duties business| shop| office| client| client_list subject| subjects teach|
        teaching taught retire retired college| university| degree| course| major| exam| qualification union|
        still_doing still_work fächer fach| unterrichte unterricht| rente| firma| büro| studium uni| ausbildung|
        prüfung abschluss kollegen tätigkeit retraite| patron| entreprise bureau| études| fac| diplôme matières
        enseigne boulot| profesora| asignaturas enseño oficina| carrera| universidad jubil título| curro| negocio
        ufficio università studi| escritório faculdade kantoor studie| opleiding next_job beruflich enseigner taught|
        do_i_drive for_work
        """,
        unspaced="工作 职业 仕事 勤め 会社 公司",
    ),
    Matter.HOURS: Words(
        """
        when_can when_do when_am when_is when_will when_are which_day what_day what_time which_hours my_hours schedule
        calendar meeting| appointment free_on are_we_free can_i_come am_i_free works_for_me friday| monday| tuesday|
        wednesday| thursday| saturday| sunday| time_zone timezone wann| uhrzeit termin| welche_tage welchem_tag
        um_wie_viel quand| quel_jour quelle_heure rendez-vous réunion| cuándo qué_día qué_hora reunión cita| sábado|
        domingo| quando| che_ora appuntamento wanneer hoe_laat when_could when_should when_would what_days
        which_evening which_morning which_weekend are_you_free free| available availability book_a_slot slot|
        video_call call_with phone_call hours| opening| close| shut| open| shift| rota| deadline by_when due|
        tomorrow_at at_noon tonight_at wann_kann wann_könnt welcher_tag welchen_tag um_welche treffen_am öffnungszeit
        schicht| frist| telefonat videocall am_freitag am_montag am_dienstag am_mittwoch am_donnerstag am_samstag
        am_sonntag abends_zeit disponible à_quelle horaire lundi| mardi| mercredi| jeudi| vendredi| samedi| dimanche|
        appel| échéance disponibilité horario turno| lunes| martes| miércoles| jueves| viernes| llamada plazo|
        videollamada orario lunedì venerdì horário segunda-feira sexta-feira beschikbaar rooster| mercredi_soir
        swap_shifts when's_the when_did when_was when_were when_does since_when seit_wann which_days on_which_days
        ciné_mercredi
        """,
        unspaced="何時 いつ 几点 什么时候",
    ),
    Matter.TRANSPORT: Words(
        """
        drive| drives| driving car| cars| bike| bicycle ride| riding| get_around get_about get_to_work commut vehicle
        van| motorbike scooter transport| licence| fahre| fahren| fährt auto| wagen| fahrrad| rad| führerschein steuer|
        unterwegs zur_arbeit herum| voiture conduire conduis vélo| moto| permis| déplace coche| conduzco conduc bici|
        me_muevo al_trabajo macchina| guido| guidare bicicletta al_lavoro carro| conduzo dirijo rijd| rijden fiets
        """,
        unspaced="车 車 开车 運転 骑",
    ),
    Matter.FAMILY: Words(
        """
        children child| kids| kid| son| sons| daughter twins husband| wife| partner| married relationship girlfriend
        boyfriend family| lives_with live_with in-laws flatmate housemate single| dating| who_is my_siblings kinder|
        kind| sohn| tochter töchter verheiratet beziehung wohnt_bei mitbewohner freundin| freund| enfant fils| fille|
        filles| marié mari| femme| compagn copain| copine| couple| hijo hija casad novi pareja| niño marido| esposa|
        figli| figlio figlia sposat marito moglie filho filha marido esposa kinderen dochter zoon| getrouwd vriendin
        grandchild granddaughter grandson grandma| grandpa| grandmother grandfather nephew niece| aunt| uncle| cousin
        sister| sisters brother| brothers mother| mum| mom| dad| father| parents roommate room_mate flat_mate
        neighbour| neighbor| best_friend divorced engaged| wedding| baby| pregnant in_my_life enkel| enkelin neffe
        nichte tante onkel schwester bruder| mutter vater| eltern nachbar hochzeit| schwanger ledig| petite-fille
        petit-fils neveu nièce tante| oncle| sœur| frère| mère| père| parents| grand-mère colocataire voisin mariage
        célibataire nieto nieta sobrin tía| tío| primo prima| hermana hermano madre| padre| padres| abuel
        compañero_de_piso vecin boda| embaraz soltera nipot| zia| zio| sorella fratello sobrinh irmã irmão mãe| pai|
        avó| zus| broer| moeder vader oma| opa|
        """,
        unspaced="息子 娘 妻 夫 子供 儿子 女儿 孩子 老婆 老公",
    ),
    Matter.AGE: Words(
        """
        how_old old_am old_is old_are age| ages| birthday born| wie_alt geburtstag alter| quel_âge âge| né|
        anniversaire cuántos_años edad| cumpleaños quanti_anni compleanno quantos_anos idade aniversário hoe_oud
        verjaardag how_old_is how_old_are years_old date_of_birth turn_# wie_alt_ist geburtsdatum quel_âge_a
        date_de_naissance qué_edad fecha_de_nacimiento data_di_nascita data_de_nascimento geboortedatum
        """,
        unspaced="几岁 多大 何歳 生日 誕生日",
    ),
    Matter.ANIMALS: Words(
        """
        pet| pets| dog| dogs| cat| cats| animal vet| kitten puppy breed| haustier hund| hunde| katze tier| tiere|
        tierarzt animaux chien chat| chatte chats| vétérinaire mascota perr gata| gato| gatos| veterinari cane| gatto|
        animali cachorro huisdier hond| kat| dierenarts hen| hens| chicken| chickens horse| horses rabbit| hamster|
        guinea_pig goat| goats| sheep| cow| cows bees| fish| tank| parrot bird| birds| tortoise snake| lizard huhn
        hühner pferd| pferde kaninchen ziege| schafe vogel| bienen fische| poule| poules cheval chevaux lapin| chèvre
        mouton abeilles oiseau| gallina| gallinas caballo conejo cabra| oveja| abejas pájaro galline cavallo coniglio
        galinha cavalo coelho kip| kippen paard
        """,
        unspaced="猫 犬 狗 宠物 ペット",
    ),
    Matter.CODE: Words(
        """
        code| function| script| deploy database pipeline ci| component api| app| bug| unit_test tests| docker
        store_for sql| endpoint backend frontend repo| server| regex class_that python typescript javascript compile
        build_the release| thesis format_a reference_for funktion| skript datenbank programm| fonction|
        base_de_données función| base_de_datos código funzione which_version resolution framework library_for| stack|
        hosting| hosted| branch| commit| test_suite linter config| schema| query| migration cron| save_function
        game_engine shader save_file json| yaml| csv_import parse| parser export_function refactor bug_in error_in
        stack_trace program_that app_that website| web_app plugin spreadsheet sheet| formula excel| macro programm_das
        anwendung webseite tabelle| formel fehler_im application_qui site_web tableau| formule tableur aplicación_que
        página_web hoja_de_cálculo fórmula install| tracker| tool_that cli| comments| snippet
        """,
    ),
    Matter.SELF: Words(
        """
        about_me about_myself who_am_i introduc my_bio bio| describe_me know_of_me know_me my_profile über_mich
        vorstellen| stell_mich sur_moi présente-moi présentation_de_moi sobre_mí preséntame presentación_mía su_di_me
        sobre_mim over_mij what_do_you_know_about cover_letter personal_statement linkedin dating_profile
        introduce_myself speech_about_me was_weißt_du_über lebenslauf| anschreiben que_sais-tu_de lettre_de_motivation
        qué_sabes_de carta_de_presentación
        """,
    ),
    Matter.MANNER: Words(
        """
        write| draft| compose make_me prepare| explain describe summari rewrite proofread letter| email| mail|
        text_for speech| poster leaflet flyer newsletter blog| post_about list_the table_of report| minutes recipe|
        recipes instructions_for how_do_i how_to translate answer| reply_to offer_for quote_for invoice slides|
        schreib verfass formulier entwirf erklär beschreib fass_zusammen zusammenfass stell_mir angebot| brief|
        nachricht rede| plakat flugblatt einladung rezept| übersetz bericht| anleitung rechnung écris| rédige explique
        décris résume traduis lettre| discours affiche invitation devis| recette| fais-moi fais_moi compte_rendu
        facture escribe escríbeme redacta explica explícame resume| traduce carta| correo discurso cartel invitación
        presupuesto| receta| hazme pásame informe| factura scrivi spiega descrivi riassumi traduci lettera discorso
        ricetta| escreve| resume traduz receita| schrijf leg_uit vat_samen vertaal recept|
        """,
    ),
}
"""What a question asks about, by its words."""

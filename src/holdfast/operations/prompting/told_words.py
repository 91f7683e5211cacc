"""The words by which a text tells what it bears on.

Words begin like what is given here: ``|`` ends a word, ``_`` is a blank, ``#`` a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from holdfast.operations.prompting.matters import Matter, Words

TOLD: Final[Mapping[Matter, Words]] = {
    Matter.FOOD: Words(
        """
        allerg intoleran coeliac celiac gluten lactose dairy vegan vegetar veggie halal kosher diabet gout| pescatar
        cholesterol can't_eat cant_eat can't_have cant_have don't_eat dont_eat doesn't_eat never_eat eats_no no_meat|
        no_fish| no_nuts| no_sugar| no_onion no_garlic no_pork no_dairy no_salt off_sugar teetotal don't_drink
        dont_drink quit_drinking stopped_drinking sober| off_it hives throw_up diagnos type_# tipple coffee_only
        caffeine coriander cilantro mushroom spicy can't_stand cant_stand can't_abide don't_like dont_like jain|
        jains| muslim| ramadan fasting| pork| plant_based no_oven no_hob camping_stove growing_on_me unverträg vertrag
        vertrage zöliakie laktose isst_kein esse_kein kein_fleisch kein_salz ohne_fleisch mag_kein mag_keine
        mag_keinen trinke_kein schweinefleisch cœliaque coeliaque sans_gluten sans_lactose ne_mange_pas ne_bois_pas
        mange_plus végétar déteste une_seule_plaque pas_de_four pas_de_porc celíac alérgic diabétic sin_gluten
        sin_lactosa no_como no_come no_bebo no_tomo dejé_de_comer dejé_de_tomar sin_soja odio| no_soporto allergic
        senza_glutine non_mangi non_bev non_lo_sopporto non_sopporto alergic não_como não_bebo glutenvrij eet_geen
        drink_geen blood_sugar blood_pressure ulcer reflux heartburn ibs| crohn kidney| gallbladder pregnan breastfeed
        sugar-free sugar_free low_carb low_salt keto| paleo| raw_food dairy-free gluten-free nut_allergy peanut walnut
        cashew hazelnut almond shellfish prawn crab| lobster mussels seafood egg| eggs| soy| soya| sesame celery lupin
        mustard wheat| yeast histamine fructose garlic onion| chilli mayonnaise honey_and don't_agree disagrees_with
        doesn't_agree upset_my makes_me_sick gives_me swell| swells rash| no_fried fried_stuff don't_touch won't_touch
        won't_eat refuse| hates| can't_bear dry_since years_dry clean_since sober_since alcoholic recovering
        no_alcohol no_booze off_alcohol on_antibiotics fasts| fast_on kashrut no_beef no_lamb only_eats eats_only
        picky fussy laktosefrei glutenfrei zuckerfrei histamin nussallergie erdnuss walnuss haselnuss meeresfrüchte
        krabben milcheiweiß diabetik zucker| cholesterin magen| sodbrennen schwanger| stillt| stille| trocken|
        kein_alkohol keinen_alkohol vegetarisch vegane reagiert_auf reagiere_auf bekommt_mir_nicht bekommt_ihm
        bekommt_ihr isst_nur isst_keine esse_keine esse_nur trinkt_nicht trinke_nicht hasse| kein_fisch kein_zucker
        fastet| cacahuète noix| noisette fruits_de_mer crevette œuf| lait| sucre| cholestérol diabète enceinte|
        allaite sobre| pas_d'alcool plus_d'alcool ne_boit ne_supporte supporte_pas digère sans_sucre sans_sel végane
        halal| casher ramadan| réagit_à gonfle| n'aime_pas aime_pas horreur| cacahuete nuez| nueces avellana marisco
        gamba| huevo| leche| azúcar colesterol diabetes embarazada amamant sobri| sin_alcohol no_bebe no_prueb
        vegetarian vegan| no_tolera intolerante no_puede_con no_puedo_con le_sienta_mal me_sienta_mal se_le_hincha
        se_me_hincha no_le_gusta asco| detesta| sin_sal sin_azúcar tensión| arachid noci| crostacei uova| latte|
        zucchero colesterolo incinta astemi intollerante amendoim camarão ovo| ovos| açúcar grávida noten| pinda
        garnalen melk| suiker zwanger horno_pequeño small_oven no_freezer no_probamos no_prueba no_prueban
        given_up_red given_up_meat given_up_sugar given_up_dairy gave_up_meat gave_up_sugar stopped_eating
        plus_de_viande ne_mange_plus esse_kein_ isst_kein_ darf_keine darf_kein no_more_coffee no_coffee
        no_more_sugar no_sweets nothing_sweet off_sweets no_dairy gives_me gave_me_the turns_my_stomach can't_digest
        schluss_mit nichts_süßes süßes süßem langzeitwert wird_mir_schlecht wird_mir_übel krieg_ich_nicht
        me_donne_la me_rend_malade nausée dégoûte me_revuelve me_da_asco me_pone_mala me_cae_mal náuseas me_repite
        mi_fa_male mi_stende nausea disgusta faz-me_mal faz_mal enjoa nojo
        """,
        unspaced="アレルギー 食べられ 飲めま 苦手 过敏 不吃 不能吃 吃素 不能喝 不喝",
    ),
    Matter.EXERCISE: Words(
        """
        knee shoulder ankle hip| hip's bicep wrist back_pain bad_back back_is my_back slipped_disc torn tore injur
        arthrit asthma vertigo pacemaker heart_condition pregnan migraine sciatica tendon hernia scoliosis sprain
        no_ladders can't_swim heart_attack dodgy_ healed knie schulter bandscheibe rücken| verletz kaputt herzschritt
        genou épaule cheville blessé mal_de_dos dos_bloqué rodilla hombro tobillo lesión espalda embarazada pánico
        ginocchio spalla schiena joelho ombro blessure rug| back| disc| joint| joints arthritis rheumat gout osteopor
        fracture fractured broke_my broken_ cast| crutches stitches surgery operated replaced replacement prosthe
        ligament meniscus cartilage achilles plantar tendin tennis_elbow carpal elbow hamstring calf| groin shin|
        neck| collarbone ribs| copd| angina heart| stroke| dizzy faint| epilep ms| parkinson fibromyalgia
        chronic_fatigue long_covid on_my_feet heavy_lifting no_heavy no_jumping no_running ischias hüfte arthrose
        rheuma bruch| gebrochen operiert kreuzband meniskus bänderriss sehne nacken| herz| schlaganfall schwindel
        asthma| gehstock krücken schwanger| stufen| sciatique hanche arthrose| rhumat fracture| cassé opéré ligament|
        tendinite nuque| cœur| avc| asthme enceinte| béquilles lumbago entorse ciática cadera artrosis artritis
        fractura| roto| rota| operaron operado operada ligamento tendinitis cuello| corazón| ictus| asma| muletas
        esguince hernia| anca| artrosi frattura operat legamento cuore| quadril fratura coração heup| gebroken hart|
        lung| lungs| verhoben nichts_schweres numb| knees_are shot|
        """,
        unspaced="膝 腰 怪我 受伤",
    ),
    Matter.OUTING: Words(
        """
        wheelchair don't_fly dont_fly never_fly afraid_of scared_of terrified vertigo heights seasick carsick crowd
        claustrophob asthma deaf hard_of_hearing blind| migraine pushchair pram| can't_swim cant_swim no_car
        no_licence never_passed driving| panic walking_stick walking_frame mobility knee pacemaker quit_drinking
        don't_drink dont_drink off_it sober| no_stairs cane| can't_walk rollstuhl flugangst höhenangst schwindel
        seekrank gehörlos schwerhörig kein_auto führerschein rollator knie| fauteuil_roulant vertige mal_de_mer
        peur_de pas_de_voiture malentendant canne| poussette miedo_a silla_de_ruedas vértigo mareo bastón pánico
        sin_coche no_manejo sord sedia_a_rotelle vertigini cadeira_de_rodas rolstoel hoogtevrees sciatica on_my_feet
        crutches stairs| steps| can't_stand_long legs_are hip_done hip_replaced knees| arthritis oxygen dialysis
        incontin autis sensory loud noise| tinnitus hearing_aid hearing_aids strobe epilep sunburn sun_allergy heat|
        hay_fever hayfever pollen bees| wasps dogs_scare phobia afraid| panic_attack anxiety agoraphob flying|
        flights| boats| sea| water| swim| ferry| lifts| elevator tunnel| bridge| vegan| halal| no_passport passport|
        visa| no_license can't_drive don't_drive doesn't_drive banned pregnan toddler| baby| buggy dog_comes curfew
        sober_since years_dry ischias treppen stufen krücken hörgerät lärm platzangst angst_vor höhen| fliege_nicht
        flieg| nicht_schwimmen hüfte pollen| heuschnupfen schwanger| kinderwagen trocken| gehbehindert escaliers
        marches| béquilles appareil_auditif acouphènes bruit| foule phobie peur_d angoisse prendre_l'avion
        ne_sait_pas_nager sais_pas_nager enceinte| hanche sans_voiture sans_permis escaleras muletas audífono acúfenos
        ruido| multitud fobia| agobi| ansiedad volar| no_sabe_nadar no_sé_nadar polen| embarazada cadera sin_carnet
        silla_de| no_puede_andar no_puede_caminar scale| stampelle folla| paura_di volare| nuotare incinta escadas
        medo_de multidão trap| bang_voor zwanger can't_do_sun burn| sun_ in_recovery cannot_stay_alone can't_be_left
        clowns| angst_vor_ don't_fly_ fly_anymore trains|
        """,
        unspaced="車椅子 高所恐怖 轮椅 恐高",
    ),
    Matter.MEDICINE: Words(
        """
        allerg penicillin i_take| mg| warfarin apixaban blood_thinner insulin diabet asthma pregnan pacemaker statin
        sertraline antidepress beta_blocker blood_pressure kidney epilep reaction_to puts_me_in blutverdünner
        penizillin schwanger ich_nehme| herzschritt insulin| pénicilline anticoagul enceinte je_prends penicilina
        embarazada tomo| anticoagulante incinta grávida zwanger blood_thinners thinners| metformin levothyroxine
        thyroid steroid cortisone inhaler antidepressant ssri| lithium epilepsy migraine| kidneys| liver|
        heart_failure arrhythmia ulcer| stomach_bleed aspirin| ibuprofen nsaid sulfa| codeine latex| anaesthetic
        breastfeed stent| bypass clot| thrombosis on_the_pill contracept i'm_on_ she's_on_ he's_on_ prescribed
        takes_tablets my_tablets reacted_to rash_from anaphyla epipen marcumar cortison schilddrüse bluthochdruck
        niere| leber| magengeschwür thrombose herzinfarkt betablocker nehme_tabletten verträgt_kein_ vertrage_kein_
        anticoagulant cortisone| thyroïde hypertension rein| foie| ulcère thrombose| aspirine| bêtabloquant
        je_suis_sous elle_est_sous sintrom cortisona tiroides hipertens riñón hígado úlcera trombosis aspirina| látex|
        me_medico tomo_pastillas tratamiento| gravidanza tiroide pressione_alta tireoide pressão_alta bloedverdunner
        schildklier
        """,
        unspaced="ペニシリン 妊娠 青霉素 怀孕",
    ),
    Matter.GIFT: Words(
        """
        love| loves| hobby hobbies collect favourite favorite mad_about crazy_about obsessed fan_of miss_it misses
        taken_up taking_up plays_the likes| enjoys| is_into are_into baker| knits| paints| gardening sammel lieblings
        liebt| mag| leidenschaft hobby| keramik bastel adore aime| aiment passionné collection collectionne le_gusta
        les_gusta me_gusta le_encanta me_encanta hincha fan_de ama| adora colecciona colleziona gosta houdt_van
        verzamel into| keen_on passion| loves_to crazy_for dreams_of wants_a always_wanted saving_for collects|
        collector plays| playing_the learning_the learning_piano has_started started_painting started_knitting
        knitting crochet sewing quilt| pottery painting drawing photography gardening| birdwatch fishing| chess| jazz|
        opera| football_fan supports| supporter cycling| climbing| bakes| baking| cooks| reads| left-handed
        left_handed allerg vegan| sober| doesn't_wear no_jewellery hates begeistert schwärmt verrückt_nach spielt_gern
        spielt_klavier malt| strickt näht| töpfert fotografiert gärtnert angelt fan_von liest_gern wünscht_sich
        träumt_von fan_de| passionné| passionnée fou_de folle_de joue_du joue_de peint| tricote coud| jardine pêche|
        rêve_de se_met_à loco_por loca_por apasion toca_la toca_el pinta| teje| cose| cocina_ pesca| sueña_con
        aficion| seguidor hincha| empezó_a appassionat pazzo_per suona_ dipinge apaixonad toca_violão gek_op speelt_
        schildert
        """,
        unspaced="好き 趣味 喜欢 爱好",
    ),
    Matter.MEDIA: Words(
        """
        telly television no_tv fan_of favourite favorite genre| crime| thriller horror violen gore| scary sci-fi
        science_fiction fantasy chess audiobook kindle| subtitles deaf colourblind epilep i_read can't_stand
        can't_abide i_love i_only_play i_only_read i_hate nightmares lieblings krimi| hörbuch mag_keine fernseher
        déteste adore| polar| pas_de_télé odio| me_encanta novela_negra sin_tele terror| violencia adoro| gialli
        audiobooks hearing| eyesight large_print only_listen listen_to only_watch horror| war_films violence| bloody
        animal_cruelty true_crime historical biography memoir poetry| non-fiction nonfiction comedies rom-coms
        subtitled dubbed spoiler bores_me boring bore| trigger hörbücher krimis thriller| historische biografie lyrik|
        untertitel augen_wollen langweil gewalt| liebesromane ich_lese| sachbücher livres_audio horreur| policier
        historique biographie poésie| sous-titres ennuie je_lis| je_ne_lis audiolibro policíaca histórica biografía
        poesía subtítulos aburre| violencia| leo_ no_leo solo_novela audiolibri gialli| storici| noiosi audiolivro
        romances| policiais luisterboek
        """,
    ),
    Matter.BODY: Words(
        """
        left_handed left-handed wrist| wrists| itch allerg asthma migraine headaches colourblind colorblind
        colour_blind color_blind blind| deaf size_# shoe_size arthrit dust| sneez fluorescent strobe screen_reader
        large_print cataract eyes_are eczema sensitive_skin my_back linkshänder handgelenk kopfschmerz farbenblind
        rücken| gaucher gauchère poignet allergi migraine| daltonien zurd muñeca alérgic daltónic dolor_de mancin
        daltonic canhoto colour-blind color-blind dyslexi dyslexia astigmat glasses| cataracts glaucoma short-sighted
        tremor| shaky hands_shake fingers| thumb| carpal neck| scoliosis hearing_aids tinnitus nickel| lanolin wool|
        latex| perfume| fragrance scent pollen| hay_fever hayfever birch| grass| feather| down_pillow dust_mite mould|
        sensitive_to photosens sunlight size_ taller tall| petite plus_size pregnan legasthen lesebrille grauer_star
        zittern| finger| wolle_ duftstoff| parfüm birke| gräser hausstaub schimmel| größe_ schwerhörig linkshändig
        rot-grün lunettes cataracte trembl doigts| laine_ parfum| bouleau| graminées acariens moisissure taille_
        malentendant disléxic gafas| cataratas tembl| dedos| níquel lana_ polen| gramíneas ácaros moho| talla_ sordo|
        sorda| zurdo| zurda| numb| allergic_to no_chemicals chemicals| pesticide
        """,
    ),
    Matter.HOME: Words(
        """
        i_live we_live living_in live_in lives_in moved_to moved_in moved_into move_to flat_in flat_at a_flat
        apartment house_in cottage studio_in a_place_in a_place_at place_outside renting landlord based_in settled_in
        gone_to back_in i'm_in| im_in| we're_in| wohne| wohnen| wohnung umgezogen gezogen haus_in lebe_in habite
        habitons habitent déménag appartement| vis_à| vivo| vivimos me_mudé nos_mudamos mudamos piso_en
        departamento_en depto_en casa_en volví_a me_vine abito| abitiamo trasferit vivo_a moro_em mudei woon| wonen|
        verhuisd moving_to moving_into we_moved i_moved relocat settled| bought_a_house bought_a_flat sold_the_house
        new_house new_flat new_place our_flat our_house my_flat my_house terraced bungalow farmhouse houseboat
        caravan| dorm| postcode| ziehen_nach zieht_nach ziehe_nach wohnt_in lebt_in erdgeschoss eigentumswohnung
        reihenhaus bauernhof vit_à vivons| on_habite emménag maison_à muté_à on_vit se_muda| mudó_a| vive_en| viven_en
        me_mudo nos_hemos_mudado buscamos_piso casa_nueva| vivo_in| abita_a trasloc mora_em| mudou woont_in| verhuis|
        """,
        unspaced="住 引っ越 搬到 搬家",
    ),
    Matter.MONEY: Words(
        """
        salary wage| wages| an_hr an_hour per_hour a_year| a_month| grand| #k| savings deposit mortgage pension debt
        loan| overdraft bonus| i_earn gehalt verdiene im_monat gespart schulden miete| salaire par_mois épargne loyer|
        sueldo gano| cobro| al_mes ahorros alquiler| stipendio al_mese guadagno salário por_mês per_maand
        a_month_after per_month| a_week| an_hour| bumped_me raise| got_a_raise income| gross| net_ budget_is budget_of
        up_to_# can_spend to_spend saving_up saved_ owe| instalment rent_is in_the_month netto| brutto| verdiene|
        stundenlohn rate| budget_von budget_liegt kostet_mich net_par brut| mensualité gagne| budget_de| budget_est
        de_l'heure netos| brutos| presupuesto_es presupuesto_de euros_al hipoteca| cobro_ ahorrad al_mese| netti|
        lordi budget_di orçamento líquido| salaris| prices| budget_c'est pas_plus not_over_ nothing_over_
        under_#_a max_# at_most #_euro #_pounds #_quid #_dollars #_bucks hundred_for put_aside
        """,
        unspaced="€ £",
    ),
    Matter.WORK: Words(
        """
        work_as work_at work_in work_for work_nights working_at working_as working_for i_work i_run i_drive i_teach
        i_write i_make a_job new_job hired| got_hired promoted qualified retired| self-employed freelanc my_boss
        shift| shifts| joined| apprentice trainee i'm_a| i'm_an| im_a| im_an| i_am_a| i_am_an| i'm_really i'm_the|
        started_at taken_on my_thesis my_phd degree| research arbeite| angestellt in_rente ausbildung selbstständig
        ich_bin| studiere| travaille| embauché retraite| je_suis| à_mon_compte étudie| trabajo| laburo| contrataron
        me_jubil soy| por_mi_cuenta hago| estudio| lavoro| assunt pensione| sono_un sou_| trabalho| reformad werk_als
        werk_bij werk_in work_from i_manage i_run_ i_own_ i_sell i_repair i_look_after i'm_now_ now_work just_started
        started_a started_as resigned quit_my quit_the gave_up_my handed_in handed_over handed_the left_the
        made_redundant laid_off sacked| fired| promoted_ became| been_made elected president| treasurer chair_of
        secretary of_the_club volunteer degree_in studying| i_study enrolled graduated| nurse| teacher| driver|
        engineer| lawyer| carpenter self_employed own_business set_up_my opened_a bin_jetzt gekündigt entlassen
        gewechselt| befördert pensionier in_pension rentner lehrer| lehrerin unterrichte| lehre_ selbstständig|
        eröffnet vorsitzend ehrenamt studiert| studium_ fange_an angefangen| übernommen leite| verkaufe| quitté_
        démission licencié viré| promu| nommé| enseigne_ professeur infirmi retraité| ouvert_ ma_boîte
        auto-entrepreneur indépendant bénévole président trésorier étudiant je_bosse je_gère commencé_à he_dejado
        dejé_el dejé_la renunci despid| echaron| ascend| profesor| maestra| enfermer| jubilad| autónom| abrí_ monté_
        voluntari president tesorer estudiante| ahora_estoy_en empecé_ empiezo_ cambié_de doy_clase ho_lasciato
        licenzi promoss insegn| infermier pensionat aperto_ volontari demiti| promovid ensino_ aposentad ontslag
        gepensioneerd leraar verpleeg bilde_ ausbild position_in got_the_position starting_in postdoc professor
        intern| internship delivery| driving_a despacho| alquilado_un_ se_ha_quedado_sin_trabajo
        """,
        unspaced="工作 上班 仕事 働い 勤め 教師",
    ),
    Matter.HOURS: Words(
        """
        monday tuesday wednesday thursday friday saturday sunday weekday mondays wed_to nights| mornings afternoons
        evenings night_shift early_shift #am| #pm| am| pm| o'clock every_day holidays_only #_to_# full_time part_time
        montag dienstag mittwoch donnerstag freitag samstag sonntag nachts| nachtschicht frühschicht spätschicht uhr|
        lundi mardi mercredi jeudi vendredi samedi dimanche de_nuit lunes| martes| miércoles jueves| viernes| sábado
        domingo de_noche a_las_# lunedì martedì mercoledì giovedì venerdì maandag dinsdag woensdag donderdag vrijdag
        tuesdays wednesdays| thursdays fridays saturdays sundays weekends| every_other alternate shifts| shift_work
        day_shift late_shift on_call nap| school_run pick_up_the pick_up_from by_#pm from_# until_# till_# after_#
        before_# between_# at_noon at_midnight lunch_break curfew| bedtime practice_on practise rehears choir|
        training_on lessons_on class_on montags dienstags mittwochs donnerstags freitags samstags sonntags jeden_
        feste_schichten schichten| im_schichtdienst ab_# bis_# von_#_bis um_#| halb_ vormittags nachmittags abends_
        wochenende| chor| probe| training_am le_lundi le_mardi le_mercredi le_jeudi le_vendredi le_samedi le_dimanche
        tous_les chaque_ à_#| jusqu'à_# de_#_à après_#| le_matin le_soir après-midis horaires| chorale répétition
        entraînement_le garde_alternée je_commence_à los_lunes los_martes los_miércoles los_jueves los_viernes
        los_sábados los_domingos todos_los cada_ hasta_las_ desde_las_ a_la_una por_la_mañana por_la_tarde turnos|
        guardias| coro_| ensayo sin_noches il_lunedì il_martedì ogni_ fino_alle_# alle_#| às_#| até_às toda_ elke_
        om_#_uur learning_ class_| classes_| open_monday now_open closed_on four_on #_off rest_day day_off days_off
        at_#| #_in_the_ by_#| till_#| until_#| from_#| past_#| to_#_in de_#_a| de_#_à| das_#_às das_#_a dalle_# a_las_#
        las_#| heures| zwischen_# la_noche la_tarde la_mañana libro| de_tarde de_mañana night_desk
        """,
    ),
    Matter.TRANSPORT: Words(
        """
        car| cab| van| bike| bicycle moped| scooter motorbike motorcycle by_train the_train by_bus the_bus tram| subway
        drive_a drives_a drive_the an_electric electric_car hybrid| licence license cycle_ walk_to lorry truck| pickup
        ford| vw| toyota prius| kia| tesla| skoda berlingo corsa| renault| peugeot citroën fiat| volvo bmw| audi| honda
        nissan mazda| hyundai opel| dacia| auto| wagen| fahrrad| rad| lastenrad roller| bahn| zug| bus| führerschein
        e-bike kombi| voiture vélo| trottinette métro permis_de trajet covoiturage coche| furgoneta moto| bici| autobús
        metro| tren| patinete carné_de carnet_de macchina| bicicletta motorino treno| autobus| patente| a_piedi carro|
        autocarro comboio bicicleta carta_de_condução fiets trein on_foot zu_fuß à_pied a_pie a_pé fahrgemeinschaft
        """,
        unspaced="车 車 地铁 電車 バス",
    ),
    Matter.FAMILY: Words(
        """
        children kids| my_kid son| my_son daughter twins| husband| wife| my_partner married divorced engaged split|
        split_up broke_up break| girlfriend boyfriend gf| bf| pregnant expecting baby| flatmate room_mate roommate
        housemate we_have_one widow in-laws lives_w| lives_with live_with fiancé single| kinder| sohn| tochter
        zwillinge mein_mann meine_frau verheiratet geheiratet getrennt geschieden schwanger freundin| mein_freund
        enfants| fils| fille| filles| mon_mari ma_femme marié| mariée séparé divorcé jumeaux compagn hijo hija marido|
        esposa| me_casé casad separé separad gemel novia| novio| figlio figlia mio_marito mia_moglie sposat filho
        filha zoon| dochter getrouwd my_brother my_sister my_mum my_mom my_dad my_mother my_father my_nan my_gran
        my_aunt my_uncle my_niece my_nephew my_cousin granddaughter grandson grandchild wee_girl wee_boy little_one
        little_girl little_boy newborn sister-in-law brother-in-law my_girls my_boys my_lads stepson stepdaughter
        foster adopted roommates flatmates lodger moved_out moved_in_with ex_ widowed passed_away meine_schwester
        mein_bruder meine_mutter mein_vater meine_oma mein_opa enkelin enkel| neffe| nichte| mädels| jungs|
        unsere_tochter unser_sohn meine_tochter mein_sohn mein_ex getrennt| mitbewohner verstorben adoptiert ma_sœur
        mon_frère ma_mère mon_père ma_grand-mère mon_grand-père petite-fille petit-fils neveu nièce ma_copine
        mon_copain ma_fille mon_fils notre_fille notre_fils mon_ex coloc| veuf| veuve| décédé adopté enceinte
        mi_hermana mi_hermano mi_madre mi_padre mi_abuela mi_abuelo nieta nieto sobrina sobrino mi_novia mi_novio
        mi_hija mi_hijo mi_mujer mi_ex| compañera_de_piso viuda| viudo| casados falleci| adopt embarazada mia_sorella
        mio_fratello mia_madre mio_padre nipote minha_irmã meu_irmão minha_mãe meu_pai neta| neto| mijn_zus mijn_broer
        mijn_moeder mijn_vader kleindochter
        """,
        unspaced="息子 娘 妻 夫 儿子 女儿 老婆 老公",
    ),
    Matter.AGE: Words(
        """
        im_# i'm_# i_am_# turned_# turned_ten turns_# turning_# are_# is_# age_# aged_# years_old yrs_old #_years #yo|
        birthday born_on born_in jahre_alt werde_# wird_# bin_# geburtstag #_ans| né_le anniversaire tengo_# tiene_#
        cumplí cumple_# años| ho_#_anni #_anni tenho_# #_anos jaar| wordt_# seventeen eighteen nineteen twenty thirty|
        forty| fifty| sixty| seventy| eighty| ninety| just_turned turning_ will_be_# she's_# he's_# they're_# who's_#
        #_and_# aged_ in_my_twenties in_my_thirties in_my_forties in_my_fifties in_my_sixties year-old yr_old is_seven
        is_eight is_nine is_ten is_six is_five is_four is_three is_two sind_#| ist_#| werde_ wird_ fünfzig sechzig
        siebzig achtzig vierzig dreißig a_#_ans elle_a_#| il_a_#| fêté_mes_ soixante quarante cinquante trente_
        cumplo| cumplirá treinta cuarenta cincuenta sesenta setenta compie| compiuto fez_#| faz_#| werd_#
        """,
        unspaced="岁 歳 生日 誕生日",
    ),
    Matter.ANIMALS: Words(
        """
        dog| dogs| puppy cat| cats| kitten hens| chickens horse| pony| rabbit| hamster parrot fish_tank tortoise goats
        alpaca bees| beehive greyhound whippet collie| doodle| labrador spaniel terrier pet| hund| hunde| hündin
        kater| katze| katzen| kaninchen chien| chienne chat| chatte| chats| poules lapin perro perra gato gata
        gallinas conejo cane| cagn gatto gatta cachorr hond| kat| poes| my_dog my_cat our_dog our_cat got_a_puppy
        got_a_kitten got_a_dog got_a_cat rescue_dog rescue_cat cockatiel budgie canary gerbil guinea_pig ferret gecko
        snake| lizard koi| ducks| geese| sheep| pigs| donkey cows| bee_hives pitbull poodle dachshund retriever
        shepherd| husky beagle tabby siamese welpe kätzchen wellensittich meerschweinchen hamster| pferd| hühner
        ziegen schafe| esel| bienen| dackel pudel schäferhund chiot chaton perruche cochon_d'inde cheval| chevaux
        chèvre moutons âne| abeilles canards cachorro| gatito periquito canario cobaya caballo| cabras ovejas burro|
        abejas cuccioli cavallo| capre papagaio cavalo| paard| kippen konijn
        """,
        unspaced="猫 犬 狗",
    ),
    Matter.CODE: Words(
        """
        typescript javascript python rust| golang java| kotlin| swift| react vue| svelte flask django fastapi rails|
        postgres sqlite mysql mongodb docker kubernetes hetzner aws| vercel fly| heroku github gitlab ci| deploy
        hosted host_on self-host zustand redux tailwind pytest ruff eslint npm| pnpm yarn_ uv| pip| type_hints tabs|
        fastlane linux| windows| terraform ansible graphql prisma latex| apa| citation cite_ godot unity_
        unreal gdscript c#| csharp php| ruby| scala haskell elixir clojure perl| bash| powershell node| deno| bun|
        express| nest| next.js nextjs angular ember remix astro htmx spring| laravel symfony dotnet .net| flutter
        react_native expo| electron tauri qt| redis| kafka rabbit| elastic| dynamodb supabase firebase prisma| drizzle
        sqlalchemy binary| json_files json| yaml_files csv| parquet target_ resolution #_by_# switched_to
        migrated moved_to_ we_use we_deploy we_run_on we_host we're_on_ monorepo microservice tabs_| spaces_| eslint|
        prettier| black_| jest| vitest cypress playwright jenkins circleci gitea bitbucket cloudflare netlify railway|
        render| digitalocean azure| gcp| raspberry no_database no_orm no_macros macros| nix
        flake| anyhow| tokio| pandas numpy duckdb homebrew| brew_ apt_ pacman conda| pipenv poetry comments_in we_pin
        python_#
        """,
    ),
    Matter.MANNER: Words(
        """
        always| never| please_don't please_no no_emoji don't_use don't_give do_not_use don't_add keep_it keep_the
        no_more_than nothing_about not_a_word in_english in_german in_french in_metric in_minutes in_pounds
        short_answers brief| plain| simple_sentences from_now_on bullet spelling tone| formal| informal| first_name
        no_jargon no_macros comments_in answer_in write_in with_the_date only_in i_use_ must_be instead_of dark_slides
        font_ immer| nie| niemals| bitte_keine bitte_nur bitte_nicht duz_mich siez kurz_und keine_romane stichpunkt
        förmlich formulieren preise_bitte in_euro nur_noch sätze_reichen ohne_emojis ohne_floskeln ab_jetzt toujours|
        jamais| tutoie vouvoie tutoiement vouvoiement sans_emojis pas_d'emojis pas_de_liste pas_de_puces en_euros
        mets_les format_| désormais| phrases_courtes sois_ siempre| nunca| sin_emoticonos sin_emojis sin_rodeos
        trátame tutéame trato_de ponme en_minutos nada_de_ a_partir_de_ahora sé_breve frases_cortas sempre| mai|
        dammi_del senza_emoji sem_emojis trata-me altijd| nooit| tutoyeer zonder_emoji
        """,
    ),
}
"""What a text bears on, by its words."""

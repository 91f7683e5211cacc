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
        ricetta cucin pranzo cena| colazione antipasto mangiare dolce| bere| receita jantar almoço beber| recept koken
        taart eten| ontbijt drinken|
        """,
        unspaced="レシピ 料理 食べ ご飯 弁当 寿司 ラーメン デザート 飲み 吃 菜 饭 零食 喝",
    ),
    Matter.EXERCISE: Words(
        """
        workout exercise gym| training_plan train| run| running jog hike hiking yoga pilates swim ski| skiing squat
        press| deadlift lift| leg_day arm_day stretch sport fitness training cycle| cycling climb plan_my_week gutter
        lifting marathon dance| trainingsplan wander laufen| übung joggen schwimmen turnen klettern radfahren
        entraînement exercices rando courir nager sport| escalade entrenamiento ejercicio correr| nadar senderismo
        escalada allenamento esercizi correre| treino corsa oefening hardlopen zwemmen
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
        salida crucero kayak pileta llevar_a| llevo_a| maleta vuelo viaggio vacanz gita crociera viagem férias passeio
        reis| vakantie uitje
        """,
        unspaced="旅行 観光 お出かけ 旅游 酒店",
    ),
    Matter.MEDICINE: Words(
        """
        doctor dentist antibiotic painkiller medicine medication tablet pill| pills| vaccine prescri pharmac headache
        surgery hospital| ibuprofen paracetamol supplement| nurse_asks zahnarzt arzt| ärzt medikament tablette
        schmerzmittel apotheke impfung krankenhaus médecin dentiste médicament pharmac| ordonnance vaccin médico
        medicina medicamento dentista farmac| vacuna pastilla arts| medicijn
        """,
        unspaced="医者 薬 医生 药",
    ),
    Matter.GIFT: Words(
        """
        gift present| presents| birthday christmas treat_myself surprise_for give_me_for treat_for geschenk schenk|
        schenken verschenken weihnacht geburtstag cadeau anniversaire noël offrir cumpleaños regalo regalar le_regalo
        navidad compleanno regalo| presente| aniversário verjaardag cadeautje
        """,
        unspaced="プレゼント 誕生日 礼物 生日",
    ),
    Matter.MEDIA: Words(
        """
        book| books novel read| reading movie film| films watch| series| tv| podcast music| playlist game| games| song
        comic magazine audiobook theatre buch| bücher roman| film| serie| schauen| lesen| hörbuch musik| spiel| livre|
        roman| regarder| série| film| musique jeu| libro novela| película serie| mirar| leer| música juego| guardare|
        leggere| canzone filme| livro boek| kijken| lezen|
        """,
        unspaced="本を 映画 音楽 书 电影 音乐",
    ),
    Matter.BODY: Words(
        """
        wear| clothes shoe| shoes| jacket cardigan coat| dress| yarn| wool| fabric keyboard mouse| scissors lamp|
        desk| chair| mattress glasses| tool| tools| chart| colours| colors| slides| table_of in_a_table paint| sand|
        sanding glue detergent soap| perfume candle flowers| cosmetics side_of anziehen kleid schuh tastatur schere|
        lampe| stuhl| matratze farben| porter| vêtement chaussure clavier ciseaux lampe| chaise| matelas couleurs
        ropa| zapat teclado tijeras lámpara silla| colchón colores| vestiti scarpe roupa sapato kleding schoenen
        """,
    ),
    Matter.HOME: Words(
        """
        i_live we_live live| living_now address| where_am_i deliver postcode zip_code town| city| home_address
        neighbourhood my_place my_house my_flat which_country near_me around_here wohne wohnen| wohnst adresse
        anschrift wohnort hier_in_der_nähe habite habitons habitez adresse| où_est-ce_que_j vivo| vivimos dónde_vivo
        dirección domicilio ciudad| abito| abita abitiamo indirizzo moro| moramos endereço woon| wonen adres|
        """,
        unspaced="住 地址 住所",
    ),
    Matter.MONEY: Words(
        """
        earn| earning salary wage| wages paid| pay| bank| budget afford savings saving| mortgage loan rent| invest
        pension make_an_hour make_a_year cost_me spend| spending tax| how_much_do verdien gehalt lohn| konto| bank|
        sparen miete kredit| gagne| salaire banque loyer épargne| crédit| gano| ganas sueldo salario banco| ahorr
        alquiler hipoteca guadagno stipendio banca| ganho| verdien
        """,
    ),
    Matter.WORK: Words(
        """
        job| jobs| work| working employer employed profession occupation career for_a_living job_title boss| colleague
        cv| résumé resume| company| role_at do_for_work email_signature researching research| study| studying beruf
        arbeite| arbeiten| arbeitest arbeitgeber stelle| job| chef| lebenslauf studiere métier travaille travail|
        employeur profession| boulot poste| étudie trabajo| trabajas laburo| empleo profesión empresa jefe| estudio|
        lavoro| lavori mestiere professione trabalho| profissão emprego werk| beroep baan|
        """,
        unspaced="工作 职业 仕事 勤め 会社 公司",
    ),
    Matter.HOURS: Words(
        """
        when_can when_do when_am when_is when_will when_are which_day what_day what_time which_hours my_hours schedule
        calendar meeting| appointment free_on are_we_free can_i_come am_i_free works_for_me friday| monday| tuesday|
        wednesday| thursday| saturday| sunday| time_zone timezone wann| uhrzeit termin| welche_tage welchem_tag
        um_wie_viel quand| quel_jour quelle_heure rendez-vous réunion| cuándo qué_día qué_hora reunión cita| sábado|
        domingo| quando| che_ora appuntamento wanneer hoe_laat
        """,
        unspaced="何時 いつ 几点 什么时候",
    ),
    Matter.FAMILY: Words(
        """
        children child| kids| kid| son| sons| daughter twins husband| wife| partner| married relationship girlfriend
        boyfriend family| lives_with live_with in-laws flatmate housemate single| dating| who_is my_siblings kinder|
        kind| sohn| tochter töchter verheiratet beziehung wohnt_bei mitbewohner freundin| freund| enfant fils| fille|
        filles| marié mari| femme| compagn copain| copine| couple| hijo hija casad novi pareja| niño marido| esposa|
        figli| figlio figlia sposat marito moglie filho filha casad marido esposa kinderen dochter zoon| getrouwd
        vriendin
        """,
        unspaced="息子 娘 妻 夫 子供 儿子 女儿 孩子 老婆 老公",
    ),
    Matter.AGE: Words(
        """
        how_old old_am old_is old_are age| ages| birthday born| wie_alt geburtstag alter| quel_âge âge| né|
        anniversaire cuántos_años edad| cumpleaños quanti_anni compleanno quantos_anos idade aniversário hoe_oud
        verjaardag
        """,
        unspaced="几岁 多大 何歳 生日 誕生日",
    ),
    Matter.ANIMALS: Words(
        """
        pet| pets| dog| dogs| cat| cats| animal vet| kitten puppy breed| haustier hund| hunde| katze tier| tiere|
        tierarzt animaux chien chat| chatte chats| vétérinaire mascota perr gata| gato| gatos| veterinari cane| gatto|
        animali cachorro huisdier hond| kat| dierenarts
        """,
        unspaced="猫 犬 狗 宠物 ペット",
    ),
    Matter.CODE: Words(
        """
        code| function| script| deploy database pipeline ci| component api| app| bug| unit_test tests| docker
        store_for sql| endpoint backend frontend repo| server| regex class_that python typescript javascript compile
        build_the release| thesis format_a reference_for funktion| skript datenbank programm| fonction|
        base_de_données función| base_de_datos código funzione
        """,
    ),
    Matter.SELF: Words(
        """
        about_me about_myself who_am_i introduc my_bio bio| describe_me know_of_me know_me my_profile über_mich
        vorstellen| stell_mich sur_moi présente-moi présentation_de_moi sobre_mí preséntame presentación_mía su_di_me
        sobre_mim over_mij
        """,
    ),
}
"""What a question asks about, by its words."""

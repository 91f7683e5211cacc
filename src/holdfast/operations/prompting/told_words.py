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
        drink_geen
        """,
        unspaced="アレルギー 食べられ 飲めま 苦手 过敏 不吃 不能吃 吃素 不能喝 不喝",
    ),
    Matter.EXERCISE: Words(
        """
        knee shoulder ankle hip| hip's bicep wrist back_pain bad_back back_is my_back slipped_disc torn tore injur
        arthrit asthma vertigo pacemaker heart_condition pregnan migraine sciatica tendon hernia scoliosis sprain
        no_ladders can't_swim heart_attack dodgy_ healed knie schulter bandscheibe rücken| verletz kaputt herzschritt
        genou épaule cheville blessé mal_de_dos dos_bloqué rodilla hombro tobillo lesión espalda embarazada pánico
        ginocchio spalla schiena joelho ombro blessure rug|
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
        sin_coche no_manejo sord sedia_a_rotelle vertigini cadeira_de_rodas rolstoel hoogtevrees
        """,
        unspaced="車椅子 高所恐怖 轮椅 恐高",
    ),
    Matter.MEDICINE: Words(
        """
        allerg penicillin i_take| mg| warfarin apixaban blood_thinner insulin diabet asthma pregnan pacemaker statin
        sertraline antidepress beta_blocker blood_pressure kidney epilep reaction_to puts_me_in blutverdünner
        penizillin schwanger ich_nehme| herzschritt insulin| pénicilline anticoagul enceinte je_prends penicilina
        embarazada tomo| anticoagulante incinta grávida zwanger
        """,
        unspaced="ペニシリン 妊娠 青霉素 怀孕",
    ),
    Matter.GIFT: Words(
        """
        love| loves| hobby hobbies collect favourite favorite mad_about crazy_about obsessed fan_of miss_it misses
        taken_up taking_up plays_the likes| enjoys| is_into are_into baker| knits| paints| gardening sammel lieblings
        liebt| mag| leidenschaft hobby| keramik bastel adore aime| aiment passionné collection collectionne le_gusta
        les_gusta me_gusta le_encanta me_encanta hincha fan_de ama| adora colecciona colleziona gosta houdt_van
        verzamel
        """,
        unspaced="好き 趣味 喜欢 爱好",
    ),
    Matter.MEDIA: Words(
        """
        telly television no_tv fan_of favourite favorite genre| crime| thriller horror violen gore| scary sci-fi
        science_fiction fantasy chess audiobook kindle| subtitles deaf colourblind epilep i_read can't_stand
        can't_abide i_love i_only_play i_only_read i_hate nightmares lieblings krimi| hörbuch mag_keine fernseher
        déteste adore| polar| pas_de_télé odio| me_encanta novela_negra sin_tele terror| violencia adoro| gialli
        """,
    ),
    Matter.BODY: Words(
        """
        left_handed left-handed wrist| wrists| itch allerg asthma migraine headaches colourblind colorblind
        colour_blind color_blind blind| deaf size_# shoe_size arthrit dust| sneez fluorescent strobe screen_reader
        large_print cataract eyes_are eczema sensitive_skin my_back linkshänder handgelenk kopfschmerz farbenblind
        rücken| gaucher gauchère poignet allergi migraine| daltonien zurd muñeca alérgic daltónic dolor_de mancin
        daltonic canhoto
        """,
    ),
    Matter.HOME: Words(
        """
        i_live we_live living_in live_in lives_in moved_to moved_in moved_into move_to flat_in flat_at a_flat
        apartment house_in cottage studio_in a_place_in a_place_at place_outside renting landlord based_in settled_in
        gone_to back_in i'm_in| im_in| we're_in| wohne| wohnen| wohnung umgezogen gezogen haus_in lebe_in habite
        habitons habitent déménag appartement| vis_à| vivo| vivimos me_mudé nos_mudamos mudamos piso_en
        departamento_en depto_en casa_en volví_a me_vine abito| abitiamo trasferit vivo_a moro_em mudei woon| wonen|
        verhuisd
        """,
        unspaced="住 引っ越 搬到 搬家",
    ),
    Matter.MONEY: Words(
        """
        salary wage| wages| an_hr an_hour per_hour a_year| a_month| grand| #k| savings deposit mortgage pension debt
        loan| overdraft bonus| i_earn gehalt verdiene im_monat gespart schulden miete| salaire par_mois épargne loyer|
        sueldo gano| cobro| al_mes ahorros alquiler| stipendio al_mese guadagno salário por_mês per_maand
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
        werk_bij werk_in
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
        """,
    ),
    Matter.FAMILY: Words(
        """
        children kids| my_kid son| my_son daughter twins| husband| wife| my_partner married divorced engaged split|
        split_up broke_up break| girlfriend boyfriend gf| bf| pregnant expecting baby| flatmate room_mate roommate
        housemate we_have_one widow in-laws lives_w| lives_with live_with fiancé single| kinder| sohn| tochter
        zwillinge mein_mann meine_frau verheiratet geheiratet getrennt geschieden schwanger freundin| mein_freund
        enfants| fils| fille| filles| mon_mari ma_femme marié| mariée séparé divorcé jumeaux compagn hijo hija marido|
        esposa| me_casé casad separé separad gemel novia| novio| figlio figlia mio_marito mia_moglie sposat filho
        filha casad zoon| dochter getrouwd
        """,
        unspaced="息子 娘 妻 夫 儿子 女儿 老婆 老公",
    ),
    Matter.AGE: Words(
        """
        im_# i'm_# i_am_# turned_# turned_ten turns_# turning_# are_# is_# age_# aged_# years_old yrs_old #_years #yo|
        birthday born_on born_in jahre_alt werde_# wird_# bin_# geburtstag #_ans| né_le anniversaire tengo_# tiene_#
        cumplí cumple_# años| ho_#_anni #_anni tenho_# #_anos jaar| wordt_#
        """,
        unspaced="岁 歳 生日 誕生日",
    ),
    Matter.ANIMALS: Words(
        """
        dog| dogs| puppy cat| cats| kitten hens| chickens horse| pony| rabbit| hamster parrot fish_tank tortoise goats
        alpaca bees| beehive greyhound whippet collie| doodle| labrador spaniel terrier pet| hund| hunde| hündin
        kater| katze| katzen| kaninchen chien| chienne chat| chatte| chats| poules lapin perro perra gato gata
        gallinas conejo cane| cagn gatto gatta cachorr hond| kat| poes|
        """,
        unspaced="猫 犬 狗",
    ),
    Matter.CODE: Words(
        """
        typescript javascript python rust| golang java| kotlin| swift| react vue| svelte flask django fastapi rails|
        postgres sqlite mysql mongodb docker kubernetes hetzner aws| vercel fly| heroku github gitlab ci| deploy
        hosted host_on self-host zustand redux tailwind pytest ruff eslint npm| pnpm yarn_ uv| pip| type_hints tabs|
        bitrise fastlane linux| windows| terraform ansible graphql prisma latex| apa| citation cite_
        """,
    ),
}
"""What a text bears on, by its words."""

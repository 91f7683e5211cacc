"""What people say of themselves in the plainest words, in Chinese and Japanese: "名前は陽翔です", "我老家在四川"."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.patterns import Pattern, pattern

_HAN: Final = r"[\u4e00-\u9fff]"
_KANA: Final = r"[\u3040-\u30ff\u4e00-\u9fffー]"
_END: Final = r"(?=[，,。！!、；;~～\s]|$)"
_MADE: Final = r"(?=了|[，,。！!、；;~～\s]|$)"
_ME: Final = r"(?:^(?:我们?|咱们?|本人)?|我们?|咱们?)(?:的|家)?"
"""Who speaks, or nobody at the beginning of a clause."""
_NO_HAN_NAME: Final = r"(?!他|她|你|它|人|什么|啥|谁|不|没|做|过|来|去|起|好|我)"
_CALLED: Final = rf"(?:名字)?(?:叫做?|是|名叫)(?P<value>{_NO_HAN_NAME}{_HAN}{{2,4}}|[A-Za-z]+){_END}"
_TASTE: Final = rf"(?P<value>(?!就|死|谁|什么|极了|得|你|他|她|它|这|那|的|上|过|到|我|人|被|把|跟|和|在|自己|一个|吃|喝|听|看|这样|没|不|用){_HAN}{{2,6}}?)"
_VERY: Final = r"(?:特别|很|非常|最|也|还|一直|真的?|超级?|挺|比较)*"
_LANGUAGE: Final = rf"{_HAN}{{1,4}}(?:语|文|话)"

CHINESE: Final[tuple[Pattern, ...]] = (
    pattern("name", rf"^(?:我的?)?(?:名字|姓名)(?:叫|是)(?P<value>{_NO_HAN_NAME}{_HAN}{{2,4}}){_END}"),
    pattern(
        "name", rf"^本人(?:叫|是)?(?P<value>(?!是|在|住|叫|已|也|不|从|有|就|现|毕|很|对|工){_HAN}{{2,3}})(?=[，,。]|$)"
    ),
    pattern(
        "form_of_address",
        rf"(?:都叫我|叫我|喊我|称呼我(?:为)?)(?P<value>{_HAN}{{1,4}}?|[A-Za-z]+)(?=即可|就好|就行|就可以|吧|[，,。！!]|$)",
    ),
    pattern(
        "origin",
        rf"{_ME}(?:来自|老家(?:就?是|在)?|祖籍|出生在|出生于|从小在)(?P<value>(?!哪|这|那|在|农村|乡下){_HAN}{{2,6}}?)"
        rf"(?:人|长大|出生|的)?{_END}",
    ),
    pattern("origin", rf"^我?是?在(?P<value>(?!哪|这|那|农村|乡下|国外){_HAN}{{2,6}}?)(?:出生|长大)的?{_END}"),
    pattern("origin", rf"^(?P<value>(?!我|他|她|你|中|别|好|大|老|家|爱|女|男|本地){_HAN}{{2,3}})人(?=[，,。]|$)"),
    pattern("home", rf"^坐标(?P<value>{_HAN}{{2,5}}){_END}"),
    pattern(
        "job",
        rf"^(?:另外|对了|其实|现在|不过)?我?(?:刚|刚刚|终于|也|已经)*(?:升|当上|升职为|升任|晋升为|提拔为)(?:了|为)?"
        rf"(?P<value>{_HAN}{{0,4}}(?:店长|经理|主管|组长|主任|总监|班长|队长|厨师长|护士长|教授|园长|校长|处长|科长)){_MADE}",
        lasting=True,
    ),
    pattern("job", rf"^我(?:现在|目前)?是(?P<value>(?:店长|班长|组长|队长|主任|总监|校长|厨师长|护士长)){_END}"),
    pattern(
        "employer", rf"{_ME}(?:就职|供职|任职|受雇)(?:于|在)(?P<value>{_HAN}{{2,10}}?|[A-Za-z]+){_END}", lasting=True
    ),
    pattern(
        "employer",
        rf"^我的?(?:公司|单位|雇主)(?:叫|是)(?P<value>(?!做|什|不|一|个|在|我|家|搞|很|刚){_HAN}{{2,8}}?|[A-Za-z]+){_END}",
    ),
    pattern(
        "partner",
        rf"{_ME}(?:老公|老婆|先生|太太|丈夫|妻子|爱人|对象|男朋友|女朋友|男友|女友){_CALLED}",
    ),
    pattern("children", rf"{_ME}(?:儿子|女儿|闺女|大女儿|小女儿|大儿子|小儿子|孩子){_CALLED.replace('|是|', '|')}"),
    pattern(
        "children",
        rf"^我(?:儿子|女儿|闺女)(?P<value>(?!今年|已经|现在|刚|也|在|是|叫|很|都|今天|明天|特别|非常|每天){_HAN}{{2,3}}?)(?=今年|已经|刚|\d)",
    ),
    pattern("diet", rf"{_ME}(?:现在|一直|从小)*吃(?P<value>素){_END}"),
    pattern(
        "diet",
        rf"^(?:我们?|咱们?)?(?:从来|从|一直|一向|都)*不吃(?P<value>(?!素|了|饭|早|午|晚|这|那|亏|药|东西|什么|醋|惯|苦|香|老){_HAN}{{1,3}}){_END}(?<!了)",
    ),
    pattern("diet", rf"^(?P<value>(?!这|那|我|东西|什么|饭|药){_HAN}{{1,3}})我(?:从来|一直|都)*不吃的?{_END}"),
    pattern(
        "allergy",
        rf"^我?(?:有)?(?P<value>(?!对|我|有|会|不|没|吃|喝|碰|天气|季节|皮肤|换季|严重|轻微|容易){_HAN}{{1,4}}?)过敏{_END}(?<!不过敏)",
    ),
    pattern("allergy", rf"^我?(?:一)?(?:吃|喝|碰)(?:了)?(?P<value>{_HAN}{{1,4}}?)(?:就|会|就会)过敏{_END}"),
    pattern("likes", rf"^(?:最|特别|超级?|也)?(?:喜欢|爱)(?:吃|喝|听|看|玩)?{_TASTE}{_END}(?<!了)(?<!的)(?<!你)"),
    pattern("likes", rf"^{_TASTE}我(?:最|特别|超级?|很|也|都)*(?:喜欢|爱)(?:吃|喝|听|看|玩)?{_END}"),
    pattern(
        "dislikes",
        rf"^我?(?:自己)?{_VERY}(?:讨厌|不喜欢|不爱|受不了|恨)(?:吃|喝|听|看|玩)?{_TASTE}{_END}(?<!了)(?<!的)",
    ),
    pattern("dislikes", rf"^{_TASTE}我(?:真的?|实在|最|也|都)*(?:受不了|不喜欢|不爱吃?|讨厌|吃不了){_END}"),
    pattern("language", rf"^(?:我的)?母语(?:就?是)?(?P<value>{_LANGUAGE}){_END}"),
    pattern("language", rf"^我(?:现在|最近|正|也|还)*(?:在学|正在学|在自学|学过)(?:习)?(?P<value>{_LANGUAGE}){_END}"),
    pattern(
        "education",
        rf"^(?:我的?|大学)?(?:大学|本科|研究生)?(?:的?专业|读的|学的)(?:就?是|：)(?P<value>(?!不|什|啥|我|很|太|没){_HAN}{{2,8}}?)(?:专业)?(?:的)?{_END}",
    ),
    pattern(
        "education",
        rf"^我(?:大学|本科)?是?(?:学|读)(?P<value>(?!过|了|会|完|书|得|到|什么|你|他|她){_HAN}{{2,6}}?)的{_END}",
    ),
    pattern(
        "education",
        rf"^我(?:大学|本科|研究生)(?:是|在)?(?:学|读)(?:的是|的)?(?P<value>(?!过|了|会|完|书){_HAN}{{2,6}}?)(?:专业)?(?:的)?{_END}",
    ),
)

_SELF: Final = r"(?:(?:こんにちは|こんばんは|はじめまして|初めまして|どうも)[。！!、]?)?(?:(?:私|僕|俺|わたし|あたし|うち|自分)(?:の|は|も)?、?)?"
_IS: Final = r"(?:です|だよ|だ|でした|といいます|と言います|と申します|っていいます|と申します)"
_STOP: Final = r"(?=[。、！!よね～~\s]|なん|$)"
_NO_NAME: Final = r"(?!何|なに|なん|みんな|皆|友達|周り|秘密|ひみつ|内緒|未定|不明|同じ|まだ|本名|大事|大切|変|珍し|ない|言え|ニックネーム)"
_NAMED: Final = rf"(?P<value>{_NO_NAME}(?:(?![はがのをもに、。]){_KANA}){{1,8}}?)"
_CITY: Final = rf"(?P<value>{_HAN}{{2,4}}|[ァ-ヶー]{{2,8}})"
_NOUN: Final = rf"(?P<value>(?!(?:それ|これ|あれ|そこ|ここ|何|なに|誰|今日|明日|昨日|あなた|人|彼))(?:(?![はがをもにでへ、。]){_KANA}){{1,10}}?)"
_TONGUE: Final = r"(?P<value>(?:(?![はがのをもにで、。])[\u30a0-\u30ffー\u4e00-\u9fff]){1,8}語)"
_FAMILY: Final = r"(?:娘|息子|長女|次女|長男|次男|子供|子ども)"
_LOVER: Final = r"(?:夫|妻|彼氏|主人|旦那|奥さん|嫁|パートナー|婚約者)"

JAPANESE: Final[tuple[Pattern, ...]] = (
    pattern("name", rf"^{_SELF}(?:名前|氏名|本名)は{_NAMED}{_IS}{_STOP}"),
    pattern(
        "form_of_address",
        rf"(?:^|みんな|皆|友達|周り|私のこと)(?:から|に|に?は|からは)?{_NAMED.replace('{1,8}', '{2,8}')}(?:と|って)(?:呼ばれて(?:い?ます|い?る)|呼びます)",
    ),
    pattern("form_of_address", rf"^{_NAMED.replace('{1,8}', '{2,6}')}って(?:呼んで|よんで)"),
    pattern("age", r"(?:^|[、。は])(?P<value>[1-9]\d)才(?:です|になりました)"),
    pattern(
        "birthday", r"^(?:私は|僕は)?(?P<value>\d{1,2}月\d{1,2}日)(?:に生まれました|が(?:私の)?誕生日)", lasting=True
    ),
    pattern("home", rf"^{_SELF}(?:家|自宅|住まい|住所)は{_CITY}(?:です|にあります|だよ|だ){_STOP}"),
    pattern("home", rf"^{_SELF}{_CITY}(?:在住|住み|暮らし)(?:です|だよ|だ|の|で){_STOP}"),
    pattern("origin", rf"^{_SELF}(?:出身|地元|故郷|実家)は{_CITY}(?:です|だよ|だ|にあります){_STOP}"),
    pattern("origin", rf"^{_SELF}{_CITY}(?:の出身|で生まれ|で育ち|生まれ|出身|から来まし)"),
    pattern(
        "employer",
        rf"^{_SELF}(?:勤務先|勤め先|会社|職場)は(?P<value>(?:株式会社)?[ァ-ヶー]{{2,10}}(?:銀行|製作所|商事|自動車)?|[A-Z][\w&]+)(?:です|だ){_STOP}",
    ),
    pattern("employer", r"^(?:私は|僕は)?(?P<value>[ァ-ヶー]{2,10}|[A-Z][\w&]+)(?:勤務|の社員)(?:です|だ)"),
    pattern(
        "partner",
        rf"{_LOVER}(?:の名前)?は(?P<value>(?!.{{0,4}}(?:好き|元気|嫌い|苦手|[師員士者家人]))(?:(?![はがのをもに、。]){_KANA}){{2,5}}?)(?:といいます|と言います|っていいます)",
    ),
    pattern(
        "children",
        rf"{_FAMILY}(?:の名前)?は(?P<value>(?!元気|まだ|今年|もう|留学|大学|高校|中学|小学|\d)(?:(?![はがのをもに、。]){_KANA}){{1,5}}?)(?:といいます|と言います|っていいます|です){_STOP}(?<!歳です)(?<!生です)(?<!きです)",
    ),
    pattern(
        "children",
        rf"{_FAMILY}の(?P<value>(?!名前|学校|誕生日|友達|彼|部屋|先生|こと|ため|話|服|写真|お|宿題)(?:(?![はがのをもにと、。]){_KANA}){{1,4}}?)(?=[がはとも]|、)",
    ),
    pattern(
        "children",
        rf"^{_SELF}(?P<value>(?:(?![はがのをもに、。]){_KANA}){{1,5}}?)(?:という|って(?:いう)?){_FAMILY}が(?:い|お)",
    ),
    pattern("pets", rf"(?:愛犬|愛猫)(?:の名前)?は(?P<value>(?:(?![はがのをもに、。]){_KANA}){{2,6}}?){_IS}"),
    pattern(
        "pets",
        rf"^{_SELF}(?P<value>(?:(?![はがのをもに、。]){_KANA}){{2,6}}?)(?:という(?:名前の)?|って(?:いう)?)(?:犬|猫|うさぎ|ハムスター|鳥)(?:が(?:い|お)|を飼)",
    ),
    pattern(
        "diet",
        r"^(?:私は|僕は)?(?P<value>豚肉|牛肉|鶏肉|羊肉|魚介|甲殻類|乳製品|小麦|グルテン)は(?:一切)?(?:食べないです|食べません|食べないんです)",
    ),
    pattern(
        "allergy",
        rf"^{_SELF}アレルギーは(?P<value>(?!ない|あり|特に|大丈夫|大変|何|ひど|軽)(?:(?![はがのをも、。]){_KANA}){{1,6}}?)(?:です|だ)",
    ),
    pattern("allergy", rf"^{_SELF}(?P<value>(?:(?![はがのをもに、。]){_KANA}){{1,6}}?)にアレルギーがあ"),
    pattern(
        "likes",
        rf"^{_SELF}{_NOUN}(?:が(?:大|一番|とても)?好き|(?:大)?好きです|を愛して(?:い)?ます|にはまって(?:い)?ます|がたまらない){_STOP}(?<!好きじゃ)",
    ),
    pattern(
        "likes",
        rf"^{_SELF}(?:一番)?好きな(?:食べ物|飲み物|音楽|スポーツ|映画|本|色|動物|花|季節|料理|お菓子|果物)は(?P<value>(?:(?![はがのをも、。]){_KANA}){{1,10}}?)(?:です|だ|かな){_STOP}",
    ),
    pattern(
        "dislikes", rf"^{_SELF}{_NOUN}(?:[がは](?:大)?嫌い|[がは]苦手|(?:苦手|大?嫌い)です)(?:です|だ|なん|で)?{_STOP}"
    ),
    pattern("dislikes", rf"^{_SELF}{_NOUN}[がは](?:あまり)?好きでは?(?:じゃ)?(?:ない|ありません)"),
    pattern("dislikes", rf"^{_SELF}{_NOUN}[がは](?:あまり)?好きじゃ(?:ない|ありません)"),
    pattern("language", rf"^{_SELF}(?:母語|母国語)は{_TONGUE}(?:です|だ)"),
    pattern(
        "language",
        rf"^{_SELF}{_TONGUE}(?:[をが](?:話し|話せ|しゃべり|しゃべれ)(?:ます|る)|を(?:勉強|学習|独学)(?:中|して)|を習って|ができ(?:ます|る))",
    ),
    pattern("education", rf"^{_SELF}専攻は(?P<value>(?:(?![はがのをも、。]){_KANA}){{1,8}}?)(?:です|でした|だ)"),
    pattern(
        "education",
        rf"^{_SELF}(?:大学|大学院|専門学校)で?は?(?P<value>(?:(?![はがのをもで、。]){_KANA}){{1,8}}?)を(?:専攻し(?!たい|よう)|専攻|勉強し(?!たい|よう)|学んで?(?!みたい)|学びました|研究し(?!たい))",
    ),
    pattern("education", rf"^{_SELF}(?P<value>(?:(?![はがのをもで、。]){_KANA}){{1,8}}?)を専攻(?!したい|しよう)"),
    pattern(
        "education",
        r"^(?:私は|僕は)?(?P<value>法律|経済|経済学|医学|物理|物理学|数学|化学|工学|心理学|文学|哲学|歴史|看護|建築|生物学|農学|薬学)を(?:勉強して|学んで)(?!みたい)",
    ),
)

EAST_ASIAN: Final = CHINESE + JAPANESE

"""Chinese and Japanese."""

from __future__ import annotations

import re
from typing import Final

from holdfast.providers.facts.languages import days_and_tastes, plain_east_asian
from holdfast.providers.facts.languages import east_asian_changes as changes
from holdfast.providers.facts.patterns import Language, Pattern, pattern

_HAN: Final = r"[\u4e00-\u9fff]"
_KANA: Final = r"[\u3040-\u30ff\u4e00-\u9fffー]"
_HONORIFIC: Final = r"(?!的|个|一|在|不|很|来|去|想|要|是|做|学)"

CHINESE: Final[tuple[Pattern, ...]] = (
    pattern(
        "name",
        rf"(?:我叫|我的名字(?:是|叫)|我姓名是)(?P<value>(?!他|她|你|它|人){_HAN}{{2,4}}|[A-Za-z]+)(?=[，,。！!、\s]|$)",
    ),
    pattern(
        "name",
        rf"^(?:你好[，,！!]?|嗨[，,！!]?)?我是{_HONORIFIC}(?P<value>{_HAN}{{2,3}})(?=[，,。！!])(?<!老师)(?<!学生)(?<!医生)"
        r"(?<!护士)(?<!律师)(?<!经理)(?<!程序员)",
    ),
    pattern(
        "form_of_address", rf"(?:叫我|请叫我|称呼我(?:为)?)(?P<value>{_HAN}{{1,4}}?|[A-Za-z]+)(?=[，,。！!就吧]|$)"
    ),
    pattern("age", r"我(?:今年)?(?P<value>\d{1,3})岁"),
    pattern(
        "home",
        rf"(?:我|^)(?:现在|目前)?(?:住在|家住|家在|搬到了?|搬去了?|定居在)(?P<value>{_HAN}{{2,6}}?)(?=[，,。！!了的工做当]|$)",
        lasting=True,
    ),
    pattern("home", rf"(?:我们)?(?:已经)?搬到了?(?P<value>{_HAN}{{2,5}}?)(?=[，,。！!了]|$)", lasting=True),
    pattern("origin", rf"我(?:是|来自)(?P<value>{_HAN}{{2,4}})人(?=[，,。！!]|$)"),
    pattern("job", rf"(?:我)?在{_HAN}{{2,8}}?(?:当|做)(?P<value>{_HAN}{{2,8}})(?=[，,。！!]|$)"),
    pattern(
        "job",
        rf"我(?:是|当|做)(?:一名|一个|一位|名|个)?(?P<value>{_HAN}{{0,4}}(?:老师|教师|医生|护士|律师|工程师|程序员|设计师|会计|司机|厨师|学生|记者|演员|"
        r"作家|编辑|翻译|经理|警察|画家|药剂师|摄影师|农民|建筑师|研究员|教授|销售|顾问|导游|退休))(?=[，,。！!]|$)",
    ),
    pattern("employer", rf"我在(?P<value>{_HAN}{{2,10}}?)(?:工作|上班)(?=[，,。！!]|$)"),
    pattern(
        "partner",
        rf"我(?:的)?(?:先生|太太|老婆|老公|丈夫|妻子|男朋友|女朋友)(?:叫|是)(?P<value>{_HAN}{{2,4}})(?=[，,。！!]|$)",
    ),
    pattern("children", rf"我(?:的)?(?:儿子|女儿|孩子)(?:叫|是)(?P<value>{_HAN}{{2,4}})(?=[，,。！!]|$)"),
    pattern("pets", rf"我(?:家)?(?:的)?(?:狗|猫|兔子|仓鼠)(?:叫|是)(?P<value>{_HAN}{{2,4}})(?=[，,。！!]|$)"),
    pattern("diet", r"我(?:现在|一直)?(?:吃|是)(?P<value>素食?(?:主义)?者?|纯素)(?=[，,。！!的]|$)"),
    pattern("diet", r"我(?:已经)?不(?:再)?吃(?P<value>素)(?:食)?了", ends=True, lasting=True),
    pattern("diet", rf"我(?:从来)?不吃(?P<value>(?!素){_HAN}{{1,4}}?)(?=[，,。！!的]|$)(?<!了)"),
    pattern("allergy", rf"我对(?P<value>{_HAN}{{1,6}}?)(?<!不)(?<!不再)过敏"),
    pattern(
        "language",
        rf"我(?:会)?(?:说|讲)(?P<value>(?:{_HAN}{{1,3}}(?:语|文|话))(?:[和、]{_HAN}{{1,3}}(?:语|文|话))*)",
        several=True,
    ),
    pattern(
        "likes",
        rf"我(?:特别|很|非常|最|也|还|一直)*(?:喜欢|爱|爱吃|喜欢吃|喜欢喝|爱喝)(?P<value>(?!你|的|那|这|它|他|她|人){_HAN}{{1,8}}?)(?=[，,。！!的\s]|$)",
    ),
    pattern(
        "dislikes", rf"我(?:特别|很|非常|最|也)*(?:讨厌|不喜欢|受不了|恨)(?P<value>{_HAN}{{1,8}}?)(?=[，,。！!的\s]|$)"
    ),
)
_ROLE: Final = r"(?:顾问|师|员|经理|主管|助理|销售|编辑|教练|客服|司机|会计|护士|医生|店长|博主|主播|保安|保姆|策划|运营|前台|文员|导游|翻译|中介|外卖|代购|厨师|木工|电工)"
_SAID_SO: Final[tuple[Pattern, ...]] = (
    pattern(
        "job",
        rf"(?:^|我)(?:现在|目前|已经|后来|改行|转行|去)+(?:在)?(?:做|当|干)(?:了)?(?P<value>{_HAN}{{0,6}}?{_ROLE})(?=[，,。！!了]|$)",
        lasting=True,
    ),
    pattern("job", rf"我?在{_HAN}{{2,6}}?(?P<value>开了?(?:一)?[家间]{_HAN}{{2,5}})(?=[，,。！!]|$)"),
    pattern("diet", rf"我(?:自己)?不喝(?P<value>{_HAN}{{1,3}})(?=[，,。！!]|$)"),
    pattern("pets", rf"(?:猫|狗|兔子)叫(?P<value>{_HAN}{{1,4}})(?=[，,。！!].*我(?:养|的))", sentence=True),
    pattern("age", r"^我?今年(?P<value>[一二三四五六七八九十]{1,3}|\d{1,3})岁"),
    pattern("job", rf"^我?(?:是)?做(?P<value>{_HAN}{{2,6}})的(?=[，,。！!]|$)"),
    pattern(
        "job", rf"(?:^|我)(?:现在)?在{_HAN}{{1,8}}?(?P<value>教书|教课|任教|实习|打工|开车|跑业务)(?=[，,。！!了]|$)"
    ),
    pattern("job", rf"^我?是(?:一)?[个名位](?P<value>{_HAN}{{2,8}})(?=[，,。！!]|$)(?<!人)(?<!者)"),
    pattern(
        "pets",
        rf"我(?:们)?(?:家)?(?:有|养了?)(?:一|两|三|几)?[只条匹个](?:{_HAN}{{0,2}})?(?:狗|猫|兔子|仓鼠|鹦鹉|"
        rf"乌龟)[，,](?:名字)?叫(?P<value>{_HAN}{{1,4}})(?=[，,。！!]|$)",
        sentence=True,
    ),
    pattern(
        "children",
        rf"我(?:的)?(?:儿子|女儿|孩子)(?:今年)?.{{0,8}}?[，,]?叫(?P<value>{_HAN}{{2,4}})(?=[，,。！!]|$)",
        sentence=True,
    ),
    pattern(
        "allergy",
        rf"我(?:自己)?(?:不能|不可以)(?:吃|喝)(?P<value>{_HAN}{{1,6}})[，,].*(?:过敏|不耐|会起疹)",
        sentence=True,
    ),
    pattern("diet", rf"(?:^|我)(?:自己)?(?:不能|不可以)(?:吃|喝)(?P<value>{_HAN}{{1,6}})(?=[，,。！!]|$)"),
)
JAPANESE: Final[tuple[Pattern, ...]] = (
    pattern(
        "name",
        rf"(?:^|(?<=[、。！!\s])|(?:私|僕|俺)(?:の名前)?は?)(?P<value>(?:(?![はがのを、。]){_KANA}){{1,8}}?)(?:と申します|といいます|と言います)",
    ),
    pattern(
        "name",
        rf"^(?:こんにちは[。！!、]?|こんばんは[。！!、]?|はじめまして[。！!、]?|おはようございます[。！!、]?)?(?P<value>{_HAN}{{1,4}}|"
        rf"[ァ-ヶー]{{2,8}})(?<![師員士工者生家医婦])(?<!歳)(?<!才)(?<!大丈夫)(?<!残念)(?<!結構)(?<!元気)(?<!無理)(?<!最高)(?<!本当)(?<!了解)(?<!満足)です"
        r"(?=[。、！!]|$)",
    ),
    pattern("form_of_address", rf"[「『]?(?P<value>{_KANA}{{1,8}}?)[」』]?(?:と呼んで|って呼んで)", sentence=True),
    pattern("age", r"(?P<value>\d{1,3})歳(?:です|になりました)"),
    pattern(
        "job",
        rf"(?:^|[、。！]|(?:私|僕|俺|今|春から|夏から|秋から|冬から)[はが、]?)(?P<value>(?:(?![がをはも、。]|から){_KANA}){{0,9}}(?<!から)(?:店主|店長|園長|課長|部長|社長|"
        r"師|員|士|主婦|農家|作家|画家|漁師|教師|看護師|教諭|記者|医者|デザイナー|エンジニア|ライター|プログラマー|マネージャー|ドライバー))になりまし",
        lasting=True,
    ),
    pattern(
        "home",
        rf"(?:(?:今月|先月|去年|今年|最近)?から|今は|私は|僕は|現在)?(?P<value>{_HAN}{{2,4}}|[ァ-ヶー]{{2,8}})に住んで(?:い)?(?:ます|います|る)",
        lasting=True,
    ),
    pattern("home", rf"(?P<value>{_HAN}{{2,4}}|[ァ-ヶー]{{2,8}})(?:に|へ)引っ越しました", lasting=True),
    pattern("origin", rf"(?P<value>{_HAN}{{2,4}})(?:出身|生まれ)です"),
    pattern(
        "job",
        rf"(?:私は|僕は|仕事は)(?P<value>(?:(?![がをは]){_KANA}){{0,6}}(?:師|員|者|家|士|医|生|手|官|エンジニア|デザイナー|プログラマー|ライター))(?:です|をして)",
    ),
    pattern(
        "job",
        rf"(?:^|[では、])(?P<value>(?:(?!で|は)(?:{_KANA})){{2,8}}?)(?:として働いて|をやっています|をしています)(?<!旅行をしています)",
    ),
    pattern("partner", rf"(?:夫|妻|彼氏|彼女|主人)(?:の名前は(?P<value>{_KANA}{{1,5}}?)(?:です|といいます))"),
    pattern(
        "partner", rf"(?:夫|妻|彼氏|彼女|主人)は(?P<value>(?!.{{0,3}}(?:好き|元気|嫌い|苦手)){_KANA}{{2,5}}?)といいます"
    ),
    pattern(
        "children",
        rf"(?:娘|息子)の(?P<value>(?!名前|学校|誕生日|友達|彼氏|彼女|部屋|先生){_KANA}{{2,4}}?)(?=[がはとも、])",
    ),
    pattern("children", rf"(?:娘|息子)(?:の名前)?は(?P<value>{_KANA}{{2,5}}?)(?:といいます|です)(?<!好きです)"),
    pattern(
        "pets", rf"(?:犬|猫|うさぎ|鳥|ハムスター).*名前は(?P<value>{_KANA}{{1,6}}?)(?:です|といいます)", sentence=True
    ),
    pattern("age", r"(?:^|[、。])(?P<value>[一二三四五六七八九十]{1,3}|\d{1,3})歳(?=[、。]|$|です|で(?!し))"),
    pattern("allergy", r"(?P<value>花粉)症(?:なので|があ|です|持ち|で)"),
    pattern(
        "diet",
        rf"(?P<value>お酒|アルコール|肉|お肉|魚|お魚|卵|乳製品|{_KANA}{{1,5}}?)[はを](?:飲めません|飲みません|食べません|食べられません|飲まない|食べない)",
    ),
    pattern(
        "pets",
        rf"(?:犬|猫|うさぎ)(?:の名前)?は(?!元気|病気|大き|小さ|かわい|可愛|老犬|子犬|子猫|[一二三四五六七八九十\d]+[歳匹才])(?P<value>{_KANA}{{2,6}}?)(?:です|といいます)",
    ),
    pattern("pets", rf"(?:犬|猫|うさぎ)の(?P<value>{_KANA}{{2,6}}?)(?:を飼って|と暮らして)"),
    pattern("diet", r"(?:私は|僕は)?(?P<value>ベジタリアン|ヴィーガン|菜食主義)(?:です|者です)"),
    pattern("allergy", rf"(?P<value>{_KANA}{{1,6}}?)(?:の)?アレルギー(?:なので|があ|です|持ち)"),
    pattern("likes", rf"(?P<value>{_KANA}{{1,8}}?)が(?:大|とても|一番)?(?:好き|大好き)(?:です|なん|で(?!は))"),
    pattern("dislikes", rf"(?P<value>{_KANA}{{1,8}}?)が(?:大)?(?:嫌い|苦手)(?:です|なん|で)"),
)
_PATTERNS: Final = CHINESE + _SAID_SO + changes.CHINESE + JAPANESE + changes.JAPANESE
_INSTRUCTION: Final = re.compile(
    r"(?:以后|从现在起|今后|每次).*(?:请|都|要|用|别|不要|回答)|^请(?:总是|一直|永远|不要|别)|^请(?:你)?(?:用|回答|说话|讲|尽量).*(?:简短|简单|短一点|"
    r"中文|英文|英语|直接|一点|详细|口语)|^(?:请|以后|以后请|都)*(?:不要|别|请勿)(?:再)?(?:用|使用|加|发)(?:任何)?(?:表情|emoji|列表|英文|敬语|网络用语)|^(?:你的?)?(?:回答|回复)(?:请|都|要|尽量|得)+(?:简短|简洁|短|简单|详细|用(?!户))|"
    r"(?:絵文字|顔文字|箇条書き|英語|敬語)(?:は|を)?(?:使わないで|なしで|いりません|不要です|やめて|つけないで)|(?:答え|返事|回答|返信|文章)は(?:いつも|必ず)?(?:短め|短く|簡潔|手短|丁寧)|^(?:今後|これから)は?(?:短く|簡潔|敬語|手短)|敬語(?:は|を|なし)|(?:簡潔|短く|簡単)(?:に|で)?.*(?:答えて|お願い|してください)|タメ口|(?:これから|今後|いつも|"
    r"必ず).*(?:してください|で答えて|お願い|使わないで)"
)
_SPEAKER: Final = re.compile(r"我|咱|俺|私|僕|うち|です|ます|アレルギー")
_SUBJECT: Final = re.compile(r"^(?:但|但是|而且|其实|还有)?我|^(?:来年|今年|来月)|私は|僕は")
_NOT_WORTH_KEEPING: Final = re.compile(r"我(?:想知道|觉得|认为|需要|想问|要|想做|想要)|と思います$|教えて|ください")
_OTHERS: Final = re.compile(
    r"我(?:的)?(?:先生|太太|老婆|老公|丈夫|妻子|哥哥|姐姐|弟弟|妹妹|妈妈|爸爸|朋友|同事|儿子|女儿|男朋友|女朋友|邻居|老板)(?!叫|是)|^(?:他|她)"
    r"|(?:夫|妻|父|母|兄|姉|弟|妹|友達|同僚|彼|彼女)(?:は|が)(?!.*といいます)"
)

EAST_ASIAN: Final = Language(
    patterns=_PATTERNS + days_and_tastes.EAST_ASIAN + plain_east_asian.EAST_ASIAN,
    speaker=_SPEAKER,
    subject=_SUBJECT,
    others=_OTHERS,
    unimportant=_NOT_WORTH_KEEPING,
    instruction=_INSTRUCTION,
    occurs=re.compile("[\u3040-\u30ff\u4e00-\u9fff]"),
)

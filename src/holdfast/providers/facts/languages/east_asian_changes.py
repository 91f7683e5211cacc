"""What changes in a life, as Chinese and Japanese tell it: a move, another employer, another name, work that is over."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.patterns import Pattern, pattern

_HAN: Final = r"[\u4e00-\u9fff]"
_KANA: Final = r"[\u3040-\u30ff\u4e00-\u9fffー]"
_END: Final = r"(?=[，,。！!、；;~～\s]|$)"
_BY_NOW: Final = (
    r"(?:现在|目前|如今|已经|都|刚刚?|终于|最近|上周|上个月|这个月|下个月|去年|今年|年初|年底|昨天|今天|前天|又|也)*"
)

_CHINESE_WORK: Final = (
    r"(?:老师|教师|医生|护士|律师|工程师|程序员|设计师|会计|司机|厨师|学生|记者|演员|作家|编辑|翻译|经理|警察|画家|药剂师|摄影师|农民|建筑师|"
    r"研究员|教授|销售|顾问|导游|主管|助理|教练|客服|店长|博主|主播|保安|保姆|策划|运营|前台|文员|木工|电工|家庭主妇|全职妈妈|自由职业者?)"
)
_ABODE: Final = r"(?!院|校|宿|酒店|旅馆|民宿|家里|这|那|哪|一|在|了|进|楼|朋友|公司|得|不|过|着)"

CHINESE: Final[tuple[Pattern, ...]] = (
    pattern(
        "home",
        rf"(?:^|(?<=[，,。！!\s])|我们?|咱们?|我家){_BY_NOW}(?:住|住到|定居|定居在|搬到|搬去|搬回|搬来)了?"
        rf"(?P<value>{_ABODE}{_HAN}{{2,6}}?)(?:生活|住)?了?{_END}",
        lasting=True,
    ),
    pattern(
        "job",
        rf"我(?:现在|目前|如今|已经|后来|毕业后)+(?:是|当上?|做)了?(?:一?[名个位])?(?P<value>{_HAN}{{0,4}}?{_CHINESE_WORK})了?{_END}",
        lasting=True,
    ),
    pattern("job", rf"(?:^|我){_BY_NOW}(?:正式|提前|光荣)?(?P<value>退休)了{_END}", lasting=True),
    pattern(
        "employer",
        rf"(?:^|我){_BY_NOW}在(?P<value>(?!家|线上|外地|国外|海外|这|那){_HAN}{{2,10}}?)(?:工作|上班|任职|就职)了?{_END}",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"(?:^|我){_BY_NOW}(?:入职|跳槽到|跳槽去|跳到)了?(?P<value>{_HAN}{{2,8}}?)了?{_END}",
        lasting=True,
    ),
    pattern(
        "name",
        rf"我{_BY_NOW}改?名?(?:改?叫|改为|改成)了?(?P<value>(?!他|她|你|它|人){_HAN}{{2,4}}?|[A-Za-z]+)了?{_END}",
        lasting=True,
    ),
    pattern(
        "children",
        rf"我们?(?:有|生了)(?:了|一?个|两个)*(?:小)?(?:儿子|女儿|孩子|宝宝)[，,]?(?:名字|小名)?叫(?P<value>{_HAN}{{1,4}}?){_END}",
        sentence=True,
    ),
    pattern("diet", rf"(?:^|我){_BY_NOW}(?:又|重新)(?:开始)?吃(?:荤|肉)了{_END}", ends=True, lasting=True),
    *(
        pattern(
            slot,
            rf"(?:^|我){_BY_NOW}(?:把工作)?(?:辞职|离职|辞|被(?:公司)?裁员?|被辞退|被解雇|被开除|失业|丢了工作)了{_END}",
            ends=True,
            lasting=True,
        )
        for slot in ("employer", "job")
    ),
)

_ONES_OWN: Final = r"(?:^|(?<=[、。！!\s]))(?:(?:私|僕|俺|うち|わたし|実は|今|現在|最近|もう|ついに|やっと|結局)(?:たち)?[はがも]?、?)*"
_LATELY: Final = r"(?:(?:先月|先週|今月|今週|昨日|今日|去年|昨年|今年|来月|来週|来年|春|夏|秋|冬|\d{1,2}月)(?:の(?:初め|終わり|末))?(?:に|から|で)?、?)*"
_PLACE: Final = rf"(?P<value>{_HAN}{{2,4}}|[ァ-ヶー]{{2,8}})"
_JAPANESE_WORK: Final = (
    r"(?:師|員|士|大工|主婦|主夫|医者|作家|画家|農家|教授|教諭|学生|美容師|記者|店長|社長|エンジニア|デザイナー|プログラマー|ライター|"
    r"カメラマン|フリーランス|ドライバー|マネージャー|無職)"
)
_WORK: Final = rf"(?P<value>(?:(?![がをはもで、。]|から){_KANA}){{0,7}}{_JAPANESE_WORK})"
_FIRM: Final = (
    rf"(?P<value>(?:(?![はがをのもでに、。]|から){_KANA}){{2,12}}(?<![屋店院校場業先室間])(?<!会社)(?<!自宅)(?<!在宅)(?<!海外)"
    r"(?<!銀行)(?<!役所)(?<!カフェ)(?<!レストラン)(?<!コンビニ)(?<!スーパー)(?<!一緒)(?<!二人)(?<!一人)|[A-Z][\w&]+)"
)
_LEFT: Final = (
    r"(?:会社|仕事|勤め先|職場|今の会社|前の会社|正社員)を(?:(?:今日|昨日|先月|先週|今月|去年|三月|月末)(?:に|で)?)?"
    r"(?:辞めました|辞めた|辞めて|やめました|やめた|退職し|クビになりまし|クビになった)(?!ら|い|がって)"
)
_RETIRED: Final = r"定年(?:退職)?(?=しました|した|して|を迎え|になりまし|で退職|で辞め)"

JAPANESE: Final[tuple[Pattern, ...]] = (
    pattern(
        "home",
        rf"{_ONES_OWN}{_LATELY}{_PLACE}(?:で暮らして(?:い?ます|い?る)|に住むように|に住み始め|(?:に|へ)(?:越してきまし|越しまし|引っ越した|引っ越して|"
        r"引越しまし|転居しまし|移住しまし|移りまし))",
        lasting=True,
    ),
    pattern(
        "job",
        rf"{_ONES_OWN}{_LATELY}{_WORK}(?:です|だ|をしています|をやっています|として働いて(?:い)?ます|になりました|になった)(?=[。、！!\s]|よ|ね|$)",
        lasting=True,
    ),
    pattern("job", rf"{_ONES_OWN}{_LATELY}(?P<value>{_RETIRED})", lasting=True),
    pattern(
        "employer",
        rf"{_ONES_OWN}{_LATELY}{_FIRM}(?:で働いて(?:い?ます|い?る|おり)|に勤めて(?:い?ます|い?る|おり)|に勤務して|に転職し|に就職し|に入社し)",
        lasting=True,
    ),
    *(
        pattern(
            slot,
            rf"{_ONES_OWN}{_LATELY}(?<!定年)(?:退職|失業|離職)し(?:ました|た)(?=[。、！!\s]|$)",
            ends=True,
            lasting=True,
        )
        for slot in ("employer", "job")
    ),
    *(pattern(slot, rf"{_ONES_OWN}{_LATELY}{_LEFT}", ends=True, lasting=True) for slot in ("employer", "job")),
    pattern(
        "name",
        rf"(?:結婚して|離婚して)?(?:(?:苗字|名字|姓|名前)が(?P<value>{_KANA}{{1,6}}?)に(?:なりました|変わりました|戻りました|なった|変わった))",
        lasting=True,
    ),
    pattern("name", rf"結婚して(?P<value>(?!主婦|専業|母|父|夫婦|家族|妻){_HAN}{{1,4}})になりました", lasting=True),
    pattern(
        "diet",
        r"もう(?P<value>ベジタリアン|ヴィーガン|菜食主義)(?:者)?では?(?:ありません|ない|なくなり)",
        ends=True,
        lasting=True,
    ),
)

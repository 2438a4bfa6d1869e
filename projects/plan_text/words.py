"""The words of plans: buildings, works, phases, and what is vague, past or a figure. Pure; patterns for folded text."""

import re

from projects.choices import Phase
from projects.plan_text.dates import N, number

HAN = "[\u3400-\u9fff]"
_KINDS = (
    "厂区道路管网|道路管网|厂房|车间|库房|仓库|冷库|原料库|成品库|物流库|办公楼|综合楼|写字楼|宿舍楼|宿舍|住宿|公寓楼|公寓|住宅楼|餐厅|食堂"
    "|科研楼|研发楼|研发中心|实验楼|检测楼|质检楼|教学楼|门诊楼|病房楼|住院楼|展厅|展馆|展示中心|门卫房?|大门|配电室|配电房|锅炉房|泵房|污水处理站"
    "|污水池|水池|罐区|围墙|主楼|裙楼|标准楼|安置房|安置楼|安置小区|商业楼|酒店|地下室|地下车库|停车场|停车楼|生产线|主厂房|大棚|温室|猪舍|圈舍"
    "|桥梁|路基|路面|雨污管网|供水管网|污水管网|供热管网|燃气管网|管网"
)
_COUNT = r"(?:[0-9]{1,4}|[一二三四五六七八九十百两]{1,3})(?:栋|幢|座|间|排|层|条|个|套|万平方米|平方米)"
_NUMBERS = rf"(?:[A-Z]?{N}|[A-Z])(?:号|#)?(?:(?:、|,|和|及|与|至|到|-)(?:[A-Z]?{N}|[A-Z])(?:号|#)?){{0,40}}"
_TRAIT = "(?:主|副|物流|联合|标准化?|生产|钢构|钢结构|原料|成品|综合|新建|职工|员工|多层|单层|高层)"
OBJECT = re.compile(
    rf"(?:(?P<numbers>{_NUMBERS})(?:号|#)|(?P<count>{_COUNT})(?:的)?)?(?P<noun>{_TRAIT}?(?:{_KINDS}|(?<=[号#栋幢座])楼))"
)
OBJECTS_ONLY = re.compile(
    rf"(?:(?:另外|其余|其他|剩余|所有|全部|和|及|与|以及|、)?(?:(?:{_NUMBERS})(?:号|#)|{_COUNT}的?)?{_TRAIT}?(?:{_KINDS}|楼|设备)){{1,30}}"
)
EQUIPMENT = re.compile("设备|机组|机器")
AMBIGUOUS_COUNT = re.compile(rf"{_COUNT}(?:的)?{_TRAIT}?(?:{_KINDS})(?:、|和){_TRAIT}?(?:{_KINDS})")
OPEN_LIST = re.compile(r"(?<![初高中同平均对何上下])等(?![待级于候额离同效差])")
UNCLEAR_STAGE = re.compile("正试(?!运|用)")

# what makes words a task
WORKS = (
    "完成|完工|竣工|开工|动工|开建|复工|施工|建设|建成|新建|扩建|改建|迁建|建好|封顶|主体|基础|地基|桩基|基槽|土建|钢构|钢结构|吊装|围护|围板|门窗|外墙|幕墙"
    "|投产|投用|投入|试生产|试产|试运行|试运营|试车|试营业|试用|联调|联动|点火|投料|量产|达产|达效|使用|生产|进场|进厂|到场|到货|安装|调试|采购|购置|订购"
    "|开挖|回填|浇筑|砌筑|打桩|铺设|敷设|铺装|架设|硬化|绿化|亮化|美化|装修|装饰|粉刷|涂刷|验收|交付|交房|移交|启用|启动|开业|营业|运营|运行|开放|开园"
    "|通车|通水|通电|通气|通网|贯通|供电|供水|供气|供热|并网|接入|招标|开标|中标|评标|挂网|发包|审批|批复|报批|报建|申报|上报|呈报|备案|核准|立项|环评|能评|稳评"
    "|规划|设计|编制|评审|勘探|勘察|测绘|论证|可研|选址|出让|挂牌|摘牌|供地|落地|注册|入驻|入住|签约|签订|办理|办结|取得|领取|拿到|征收|征地|征迁|拆迁|拆除|搬迁|迁移|迁坟"
    "|腾空|腾退|清表|清场|平整|场平|三通一平|到位|实施|召开|出台|制定|印发|建立|组建|成立|实现|形成|改造|升级|提升|整治|治理|维修|修缮|加固|修复|清淤|疏浚|安置|回迁|分房"
    "|拨付|支付|兑现|发放|融资|上市|销号|整改|摸底|排查|调查|登记|公示|培训|招商|洽谈|考察|创建|申请|认定|命名|达标|种植|栽植|收割|收购|投放|上线|投运|合龙|合拢|掘进|引进|推进"
)
TASK = re.compile(WORKS)
_STRIP = re.compile(
    "完成|开始|启动|准备|着手|试生产|试运行|试运营|正式|投产|投用|投入|使用|生产|运营|运行|竣工|完工|验收|并|及|和|全部|全面|进行|达产|达效|调试|安装|建设|实现"
    '|力争|确保|争取|同时|交付|达到|条件|具备|通过|开工|通车|随后|即可|可|能|将|要|、|,|"'
)
BEGINS_WORK = re.compile("(?:开始|完成|启动|着手|实施|推进|实现|确保|办理|取得|进行)")

VAGUE = re.compile("近期|近日|尽快|尽早|早日|适时|不久|择机|稍后|抓紧|陆续")
HOPED = re.compile("力争|争取|力求|尽量|尽快|尽早|早日|努力")
PAST = re.compile("已(?!有)|目前|现有|(?:完成|召开|举办|实现|建成|通过|取得|开展|启动|达到|签订|印发|下发|制定|出台)了|了$|累计")
REFERENCE = re.compile("(?:根据|按照|依据|依照|遵照|经|鉴于|由于|自从)[^,;。]{0,12}$")
FUTURE = re.compile("正在|计划|预计|拟|将|准备|即将|力争|确保|争取|打算|务必")
FIGURE = re.compile(
    "(?:固定资产|工业|社会)投资|主营业务收入|营业收入|增加值|税收|税金|财政收入|生产总值|产值|销售收入|利润|从业人员|进出口|零售总额|增速|同比"
)
AMOUNT = re.compile("[0-9](?:\\.[0-9]+)?(?:亿|万|%|人|个百分点|家|个)")
DUTY = re.compile(
    "(?:责任|牵头|配合|协办|承办|实施|建设|施工|监理|主管|包保|包联|分管)(?:单位|部门|领导|科室|主体|人)|联系人|责任人|电话"
)

SUMMARY = re.compile("总结|回顾|完成情况|进展情况|主要做法|成效|存在的?问题|开展情况|落实情况|运行情况")
PLAN = re.compile("计划|思路|安排|打算|目标|任务|工作重点|重点工作|工作要点|举措|措施|下一步|台账|节点|谋划")

_PHASES: list[tuple[Phase, str]] = [  # the last phase of a promise counts, so the latest stands first
    (
        Phase.PRODUCTION,
        "投产|投用|投入(?:使用|生产|运营|运行|试?运)|交付使用|正式生产|全面生产|量产|达产|通车|通水|通电|通气|并网|投运|启用|开业|运营(?<!试运营)|开园|入住",
    ),
    (Phase.TRIAL, "试生产|试产|试运行|试运营|试投入|试车|投料|点火|试营业|联动"),
    (Phase.EQUIPMENT_IN, "开始进[场厂](?!.*调试)"),
    (Phase.INSTALLATION, "调试|(?:设备|机组|生产线|机器|电梯)[^,;]{0,12}安装|安装[^,;]{0,8}(?:设备|机组|生产线|电梯)"),
    (Phase.EQUIPMENT_IN, "进[场厂](?!道路|施工)|设备[^,;]{0,6}到(?:场|货|位)"),
    (Phase.COMPLETION, "(?<!主体)(?<!基础)(?<!结构)(?<!管网)(?<!道路)(?<!围墙)(?:工程)?(?<!主体工程)(?<!基础工程)(?:竣工|建成)"),
    (Phase.ROOF, "封顶"),
    (Phase.FITTING, "装修|装饰|粉刷|涂刷|装潢"),
    (Phase.ENVELOPE, "围板|门窗|围护|外墙|幕墙|屋面|彩板"),
    (Phase.NETWORK, "管网|道路|管道|路面|绿化|硬化|雨污|配套"),
    (Phase.STEEL, "(?:钢构|钢结构)(?!厂房|车间|库房|公司|项目)|吊装"),
    (Phase.BODY, "主体(?!责任)"),
    (Phase.FOUNDATION, "基础(?!设施|上|性|配套)|地基|桩基|打桩|基槽|基坑|正负零|±0"),
    (Phase.LEVELLING, "场平|平整|三通一平|七通一平|清表|土方|土地整理"),
    (Phase.WALL, "围墙|围挡|圈墙"),
    (
        Phase.COMPLETION,
        "竣工|完工|建成|(?:建设|工程|施工|建筑|改造|扩建|新建)(?:全部|基本)?完成|完成[^,;]{0,20}(?:建设|工程|施工|改造|扩建|修建)|验收|交房|交付",
    ),
    (Phase.START, "开工|动工|开建|破土|奠基|复工|(?:开始|启动)[^,;]{0,20}(?:建设|施工|修建|改造)|开始建|施工"),
]
_PHASE = [(phase, re.compile(pattern)) for phase, pattern in _PHASES]
_PREPARING = re.compile("(?:准备|具备|达到)(?:试生产|投产|开工|竣工|投入使用|安装)(?:条件)?")


def is_task(words: str) -> bool:
    return TASK.search(words) is not None


def stands_alone(words: str) -> bool:
    """Whether the words promise something of their own: 开始安装钢构 does, 准备试生产 belongs to what was said before."""
    return is_task(words) and len(_STRIP.sub("", words)) >= 2


def phase_of(words: str) -> Phase:
    """形象进度 of a task: the latest phase it names, what is only prepared left out."""
    said = _PREPARING.sub("", words) or words
    return next((phase for phase, pattern in _PHASE if pattern.search(said)), Phase.OTHER)


def objects_of(words: str) -> tuple[str, ...]:
    """The buildings a task names, one by one: 3、4号厂房 are 3号厂房 and 4号厂房, 一号厂房 is 1号厂房, 七栋厂房 stays a count.

    Equipment stands for itself when no building is named.
    """
    found: dict[str, None] = {}
    for match in OBJECT.finditer(words):
        noun = match["noun"]
        if match["numbers"]:
            found |= dict.fromkeys(f"{each}号{noun}" for each in _numbers(match["numbers"]))
        else:
            found[(match["count"] or "") + noun] = None
    if not found and EQUIPMENT.search(words):
        found["设备"] = None
    return tuple(found)


def _numbers(words: str) -> list[str]:
    """3、4、5、6, 1号-3号 and A、B as single numbers; a stretch of more than fifty is left as written."""
    numbers: list[str] = []
    for part in re.split("[、,和及与]", words.replace("号", "").replace("#", "")):
        first, _to, last = part.replace("至", "-").replace("到", "-").partition("-")
        if not last:
            numbers.append(_arabic(first))
            continue
        low, high = _arabic(first), _arabic(last)
        whole = low.isdigit() and high.isdigit() and 0 < int(high) - int(low) < 50
        numbers += [str(each) for each in range(int(low), int(high) + 1)] if whole else [low, high]
    return numbers


def _arabic(words: str) -> str:
    letter, rest = (words[0], words[1:]) if words[:1].isalpha() and words[:1].isascii() else ("", words)
    return letter + (str(number(rest)) if rest else "")


def same_task(words: str) -> str:
    """One spelling for comparing two promises: 进厂 is 进场, 车间 is 厂房, 一号 is 1号."""
    plain = words.replace("进厂", "进场").replace("车间", "厂房")
    return re.sub(rf"({N})号", lambda found: f"{number(found[1])}号", plain)

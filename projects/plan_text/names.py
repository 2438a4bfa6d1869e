"""Which project the words speak of: names of the register where they are known, and names by their shape. Pure."""

import re
from collections import defaultdict
from collections.abc import Sequence

from projects.plan_text.folding import fold
from projects.plan_text.words import DUTY, HAN, OBJECTS_ONLY, TASK
from projects.plan_text.words import OBJECT_OR_EQUIPMENT as OBJECTS_HERE

LONGEST_NAME, MOST_TOGETHER = 40, 20
_TRADE = "钢构|钢结构|门窗|装饰|基础|建设|装修|幕墙|绿化|设计|规划"
_BUILT = "改造|扩建|迁建|新建|改建|升级|整治|修缮|维修|修复|治理|扩容|提升|加固|贯通|拓宽|" + _TRADE
_OPENERS = (
    "调整|推迟|提前|延期|延后|顺延|变更|改|截至|截止|不迟于|不晚于|最迟|最晚|赶在|务必|必须|确保|保证|力争|争取|力求|预计|预期|计划|要求|原定|原计划|拟定?|将|要|于|在|自|从|由|到|至|并且?|且|同时|其中|分别"
    "|完成时限|完成时间|时间节点|时间|日期|时限|期限|工期|节点|为|是|定|,|、|也|都|均|可|应|需|再|后|然后|随后|最终|下步"
)
_INTRO_END = re.compile(f"(?:{_OPENERS})+$")
INTRO_START = re.compile(
    r'(?:[\u2460-\u249b]|\([0-9一二三四五六七八九十]{1,2}\)|[一二三四五六七八九]是|务必|必须|确保|保证|力争|争取|力求|预计|计划|拟(?!定)|将(?!来)|要(?!求)|其中|努力|尽快|尽早|尽量|抓紧|并且?(?!网|购)|且|同时|可(?!研|行)|应(?!急)|需(?!求)|[,、:;。"])+'
)
PROMOTED = re.compile(
    "(?:全力|全面|大力|积极|继续|加快|着力|重点|深入|稳步|扎实|有序|强力|持续|统筹|努力|协调)*(?:推进|推动|加快|抓好|抓紧|做好|实施|启动|建设好?|打造|完成|促进|落实|保障|确保)+"
)
_MARKED = re.compile(
    rf'(?:《(?P<book>[^《》]{{2,40}})》|(?P<plain>(?:{HAN}|[A-Za-z0-9()"、·-]){{2,40}}?))(?P<mark>等?[0-9一二三四五六七八九十两]{{0,2}}个?(?:建设)?(?:项目|工程)(?!部|组|办|指挥|公司|经理|负责))'
)
_SUFFIX = re.compile("等.{0,6}(?:项目|工程)(?:建设)?$|(?:建设)?项目(?:建设)?$|等$")
_STRONG_END = re.compile(
    "(?:(?:项目|工程)(?:建设)?|公司|集团|园|中心|厂|基地|广场|小区|路|桥|医院|学校|中学|小学|市场|电站|管廊|水库|公园|期|标段)$"
)
_FIRM_END = re.compile(
    "(?:食品|家居|家具|钢构|包装|印刷|电器|电子|建安|科技|医药|制药|药业|机械|纺织|服饰|建材|材料|能源|生物|饮品|饮料|酒业|面业|粮油|农牧|牧业|化工"
    "|木业|门业|纸业|塑业|塑胶|光电|重工|装备|置业|集团|公司|保健酒|[一二三四五六七八九十]期)$"
)
_GENERIC = re.compile(
    "^(?:生产|研发|物流|仓储|办公|生活|服务|展示|培训|检测|加工|配送|交易|园区|厂区|城区|县城|区域|内部|外部|职工|标准|设备|原料|包装|配套|施工)*"
    "(?:基地|中心|园|厂|广场|市场|道路|公路|路|小区|材料|食品|装备|机械|能源|期|项目|工程|学校)$"
)
_UNIT_END = re.compile("(?:局|委|办|办公室|政府|管委会|指挥部|部门|单位|办事处|领导小组|专班|街道|各乡镇|公安|集聚区)$")
_NOT_A_NAME = re.compile(
    "^(?:由|全部|全面|所有|各|其他|其它|另外|其余|剩余|同时|一是|二是|三是|该|本项目|项目|工程|其|这|企业|我|力争|确保|以上|上述|重点|总|约|共|新开工|整体|目前|现在|今|明|用|对|把|以|为|不"
    "|第[一二三四五六七八九十]|[一二三四五六七八九十0-9]+(?:期|阶段|标段|批|个|项|家|万|亿|是|要)|主体|附属|配套|土建|装修|绿化|桩基|管网|道路|基础|安装|土方|室外|前期|手续|后续|加快|推进|严格)"
)
_SAYS_SOMETHING = re.compile(
    "重点(?!实验|中学)|20[0-9]{2}年|年度|完成|开始|启动|实施|推进|确保|竣工|完工|封顶|进场|进厂|调试|试生产|投产|投用|投入|建成|开工|动工|验收|办理|取得|组织|召开|开展|加快|加强|抓好|做好|落实|坚持|围绕|通过|实现|提高|达到"
    "|完善|力争|争取|进一步|的|了|需要|要求|应当|可以|负责|投资[0-9约]|占地|位于|总投资|建筑面积|正在|已|计划"
)
_LABEL = re.compile(
    "(?:序号|内容|名称|备注|时间|时限|期限|节点|计划|目标|任务|措施|步骤|阶段|进度|安排|要求|手续|情况|单位|责任人|问题|职责|分工|进展|思路|重点|产业|方面|环节|如下)$"
)
_PRONOUN = re.compile("^(?:该|本|此|上述|以上)?(?:项目|工程|企业|公司)$|^其$")


class Names:
    """The register's names and aliases, found in a folded text from any place in constant time."""

    def __init__(self, names: Sequence[str]) -> None:
        self._by_opening: dict[str, list[str]] = defaultdict(list)
        self._spellings = {fold(name).chars.replace("\t", ""): name for name in names}
        for name in sorted(self._spellings, key=len, reverse=True):
            if 2 <= len(name) <= LONGEST_NAME:
                self._by_opening[name[:2]].append(name)

    def spelling(self, name: str) -> str:
        """A name found in the folded text as the register spells it."""
        return self._spellings.get(name, name)

    def at(self, chars: str, place: int) -> str:
        """The longest known name that begins at ``place``, or ""."""
        candidates = self._by_opening.get(chars[place : place + 2], ())
        return next((name for name in candidates if chars.startswith(name, place)), "")

    def first_in(self, chars: str) -> tuple[int, str]:
        """Place and name of the first known one in ``chars``; (-1, "") when there is none."""
        if self._by_opening:
            for place in range(len(chars) - 1):
                if name := self.at(chars, place):
                    return place, name
        return -1, ""


def without_intro(words: str) -> str:
    """The words before a date without those that only lead to it: 计划, 力争, 于, 完成时限为."""
    return _INTRO_END.sub("", words[-120:] if len(words) > 120 else words)


def unbracketed(words: str) -> str:
    """Without what stands in brackets, and without a bracket that is left open; linear."""
    kept, depth = [], 0
    for char in words:
        depth += char == "("
        if not depth:
            kept.append(char)
        depth = max(0, depth - (char == ")"))
    return "".join(kept).replace(")", "")


def proper(words: str, *, heading: bool = False) -> str:
    """The name in words that are one by their shape (顿丘二期, 全友家居项目, 《…》, 加快推进安康路改造工程), else "".

    A ``heading`` may also end with what is built: 大广高速出口改造.
    """
    plain = re.sub("^(?:对|针对|关于|围绕)", "", unbracketed(words).replace('"', "").strip("\t'、-·"))
    if "的" in plain and _STRONG_END.search(plain):
        plain = plain.rpartition("的")[2]
    if book := re.search(r"《([^《》]{2,40})》", plain):
        return _SUFFIX.sub("", book[1]) or book[1]
    plain = PROMOTED.sub("", plain, count=1) if PROMOTED.match(plain) and _STRONG_END.search(plain) else plain
    name = _SUFFIX.sub("", plain)
    strong = _STRONG_END.search(plain) is not None
    if not 2 <= len(name) <= LONGEST_NAME or _NOT_A_NAME.search(plain) or OBJECTS_ONLY.fullmatch(plain):
        return ""
    if (
        _LABEL.search(plain)
        or _SAYS_SOMETHING.search(name)
        or _UNIT_END.search(name)
        or DUTY.search(name)
        or not re.search(HAN, name)
    ):
        return ""
    bare = _trade(name, _BUILT if heading else _TRADE)
    return "" if not strong and TASK.search(bare) else name


def _trade(name: str, endings: str) -> str:
    """A firm's name without the trade that ends it and sounds like a work: 宏康钢构."""
    bare = re.sub(f"(?:{endings})+$", "", name)
    return bare if len(bare) >= 2 else name


def is_strong(words: str) -> bool:
    """Whether the words end as names of projects and firms do."""
    return _STRONG_END.search(words) is not None


def before_work(words: str, *, firm: bool) -> tuple[str, int]:
    """A name that opens a task without being called a project, and its length: 物华食品设备进场; ("", 0) otherwise.

    With ``firm`` only names that end as firms and stages of projects do, for where another name governs.
    """
    work = min((found.start() for found in (TASK.search(words), OBJECTS_HERE.search(words)) if found), default=0)
    name = words[:work]
    ends = _FIRM_END.search(name) or (not firm and _STRONG_END.search(name))
    if not 3 <= len(name) <= 16 or not ends or _GENERIC.match(name) or "、" in name or TASK.match(name):
        return "", 0
    return (name, work) if proper(name) == name else ("", 0)


def several(words: str) -> str:
    """The names of several projects as they stand side by side (春韵食品、三净食品等项目), else ""."""
    name = proper(words, heading=True) if "、" in words else ""
    return name if len(apart(name)) > 1 else ""


def apart(name: str) -> list[str]:
    """春韵食品、三净食品 are two projects; a name is left whole when a part of it is none."""
    parts = re.split("[、和及与]", name) if "、" in name else [name]
    return parts if len(parts) <= MOST_TOGETHER and all(len(part) >= 2 and proper(part) for part in parts) else [name]


def without_doing(words: str) -> str:
    """What is left of a task when 完成, 全部, 工作 … are taken away: nothing where only the doing is said."""
    return re.sub("完成|全部|全面|工作|任务|实施|办理|推进|建设|开始|启动|完毕|基本|结束|到位|落实|进行", "", words)


def is_unit(words: str) -> bool:
    """A body that answers for work (县住建局), not a project."""
    return _UNIT_END.search(words) is not None


def is_pronoun(words: str) -> bool:
    return _PRONOUN.search(words) is not None


def marked(words: str) -> tuple[str, int]:
    """A name that opens the words and is called a project: name and length with the mark; ("", 0) otherwise."""
    found = _MARKED.match(words)
    if not found:
        return "", 0
    whole = found[0] if found["mark"] in {"项目", "工程", "建设项目", "建设工程"} else found["plain"] or found[0]
    name = proper(whole)
    return (name, found.end()) if name else ("", 0)

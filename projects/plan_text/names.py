"""Which project the words speak of: names of the register where they are known, and names by their shape. Pure."""

import re
from collections import defaultdict
from collections.abc import Sequence

from projects.plan_text.folding import fold
from projects.plan_text.words import DUTY, HAN, OBJECTS_ONLY, TASK

LONGEST_NAME = 40
_OPENERS = (
    "截至|截止|不迟于|不晚于|最迟|最晚|赶在|务必|必须|确保|保证|力争|争取|力求|预计|预期|计划|原定|原计划|拟定?|将|要|于|在|自|从|由|到|至|并且?|且|同时|其中|分别"
    "|完成时限|完成时间|时间节点|时间|时限|期限|工期|节点|为|是|定|,|、|也|都|均|可|应|需|再|后|然后|随后|最终|下步"
)
_INTRO_END = re.compile(f"(?:{_OPENERS})+$")
INTRO_START = re.compile(
    '(?:务必|必须|确保|保证|力争|争取|力求|预计|计划|拟(?!定)|将(?!来)|要(?!求)|努力|尽快|尽早|尽量|抓紧|并且?(?!网|购)|且|同时|可(?!研|行)|应(?!急)|需(?!求)|[,、:;。"])+'
)
PROMOTED = re.compile(
    "(?:全力|全面|大力|积极|继续|加快|着力|重点|深入|稳步|扎实|有序|强力|持续|统筹|努力|协调)*(?:推进|推动|加快|抓好|抓紧|做好|实施|启动|建设好?|打造|完成|促进|落实|保障|确保)+"
)
_MARKED = re.compile(
    rf'(?:《(?P<book>[^《》]{{2,40}})》|(?P<plain>(?:{HAN}|[A-Za-z0-9()"、·-]){{2,40}}?))(?P<mark>等?[0-9一二三四五六七八九十两]{{0,2}}个?(?:建设)?(?:项目|工程))'
)
_SUFFIX = re.compile("(?:建设)?项目$")
_STRONG_END = re.compile(
    "(?:项目|工程|公司|集团|园|中心|厂|基地|广场|小区|路|桥|医院|学校|中学|小学|市场|电站|管廊|水库|公园|期|标段)$"
)
_UNIT_END = re.compile("(?:局|委|办|办公室|政府|管委会|指挥部|部门|单位|办事处|领导小组|专班|街道|各乡镇|公安|集聚区)$")
_NOT_A_NAME = re.compile(
    "^(?:全部|全面|所有|各|其他|其它|另外|其余|剩余|同时|一是|二是|三是|该|本项目|项目|工程|其|这|企业|我|力争|确保|以上|上述|重点|总|约|共|新开工|整体|目前|现在|今|明|用|对|把|以|为|不"
    "|第[一二三四五六七八九十]|[一二三四五六七八九十0-9]+(?:期|阶段|标段|批|个|项|家|万|亿|是|要)|主体|附属|配套|土建|装修|绿化|桩基|管网|道路|基础|安装|土方|室外|前期|手续|后续|加快|推进|严格)"
)
_SAYS_SOMETHING = re.compile(
    "完成|开始|启动|实施|推进|确保|竣工|完工|封顶|进场|进厂|调试|试生产|投产|投用|投入|建成|开工|动工|验收|办理|取得|组织|召开|开展|加快|加强|抓好|做好|落实|坚持|围绕|通过|实现|提高|达到"
    "|完善|力争|争取|进一步|的|了|需要|要求|应当|可以|负责|投资[0-9约]|占地|位于|总投资|建筑面积|正在|已|计划"
)
_PRONOUN = re.compile("^(?:该|本|此|上述|以上)?(?:项目|工程|企业|公司)$|^其$")


class Names:
    """The register's names and aliases, found in a folded text from any place in constant time."""

    def __init__(self, names: Sequence[str]) -> None:
        self._by_opening: dict[str, list[str]] = defaultdict(list)
        folded = {fold(name).chars.replace("\t", "") for name in names}
        for name in sorted(folded, key=len, reverse=True):
            if 2 <= len(name) <= LONGEST_NAME:
                self._by_opening[name[:2]].append(name)

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


def proper(words: str) -> str:
    """The name in words that are one by their shape (顿丘二期, 全友家居项目, 《…》, 加快推进安康路改造工程), else ""."""
    plain = unbracketed(words).strip("\t\"'、-·")
    if book := re.search(r"《([^《》]{2,40})》", plain):
        return _SUFFIX.sub("", book[1]) or book[1]
    plain = PROMOTED.sub("", plain, count=1) if PROMOTED.match(plain) and _STRONG_END.search(plain) else plain
    name = _SUFFIX.sub("", plain)
    strong = _STRONG_END.search(plain) is not None
    if not 2 <= len(name) <= LONGEST_NAME or _NOT_A_NAME.search(plain) or OBJECTS_ONLY.fullmatch(plain):
        return ""
    if _SAYS_SOMETHING.search(name) or _UNIT_END.search(name) or DUTY.search(name) or not re.search(HAN, name):
        return ""
    return "" if not strong and TASK.search(_trade(name)) else name


def _trade(name: str) -> str:
    """A firm's name without the trade that ends it and sounds like a work: 宏康钢构, 晟达建安."""
    return re.sub("(?:钢构|钢结构|门窗|装饰|基础|建设|装修|幕墙|绿化|设计|规划)$", "", name)


def is_pronoun(words: str) -> bool:
    return _PRONOUN.search(words) is not None


def marked(words: str) -> tuple[str, int]:
    """A name that opens the words and is called a project: name and length with the mark; ("", 0) otherwise."""
    found = _MARKED.match(words)
    if not found:
        return "", 0
    name = proper(found["book"] or found["plain"]) if not found["mark"].endswith("工程") else proper(found[0])
    return (name, found.end()) if name else ("", 0)

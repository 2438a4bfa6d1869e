"""Where dates stand in a folded plan text, and how each is written. Pure; every pattern is bounded, so reading is linear."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from projects.plan_text.festivals import NAMES

_DIGITS = {char: number for number, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "O": 0}
N = r"(?:[0-9]{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
NOT_INSIDE = r"(?<![0-9.一二三四五六七八九十百〇零A-Za-z])"
TO = r"(?:-{1,2}|至|到)"
SHORT_YEAR = r"(?<![0-9])[0-9]{2}(?=年[0-9元一二三四五六七八九十]{1,2}月)"  # 15年6月
YEAR = rf"(?:(?:(?:19|20|21)[0-9]{{2}}|[一二][〇零O一二三四五六七八九]{{3}}|{SHORT_YEAR})年度?)"
BLANKED = "[Xx×*□_某]{1,8}"
RELATIVE_YEAR = r"(?:明年|来年|次年|翌年|后年|今年|本年度?|当年|去年|上年|同年)"
BEFORE = r"(?:(?:之|以)?前(?!后|期|[二两三]季|沿|述|提|置|端|景|往|来|去|台|瞻|不|未)|为?止)"
AFTER = r"(?:(?:之|以)?后(?!续|期|勤|备|方|台|面|开始)|以来)"
HALL = r"(?:厂房|车间|仓|库|楼|栋|幢|机|炉|线|路|地块|宿舍|餐厅|井|泵|塔|罐|桥|门|窑|坝)"
NOT_A_HALL = rf"(?![、,和及与至到-]{{0,1}}(?:{N}号|[0-9])|(?:标准|生产|联合|钢构|综合|主|原料|成品|办公|宿舍|职工|冷|新)?{HALL})"
CLOCK = r"(?:\(?(?:星期|周)[一二三四五六日天]\)?)?(?:上午|下午|晚)?(?:[0-9]{1,2}(?:时|点|:[0-9]{2})(?:[0-9]{1,2}分)?)?"
TASK_SOON = r"(?:(?:之|以)?前|[,:]|完成|完工|开始|开工|竣工|设备|试生产|投产|投入|主体|封顶)"
PERIOD = r"(?:个?工作日|天|日|个?星期|周|个月|个?季度|年)"
_QUOTE = '"?'


def _patterns() -> dict[str, str]:
    year = rf"(?:(?P<year>{YEAR})|(?P<relative>{RELATIVE_YEAR}))?的?"
    month = rf"{NOT_INSIDE}(?:(?P<dotted>(?:19|20|21)[0-9]{{2}})[./-])?(?P<month>{N}|元)"
    ten = (
        r"(?P<part>上中旬|中下旬|上旬|中旬|下旬|上半月|下半月|月?底|月?末|初|中(?=[,:;。\n]|完成|开始|开工|竣工|试|投|以?前|之前))"
    )
    feasts = "|".join(NAMES)
    plain = "|".join(name for name in NAMES if name in {"元旦", "春节", "除夕", "元宵", "清明", "端午", "中秋", "重阳", "国庆"})
    return {
        "recurring": rf"每(?:个|隔)?(?:{N}个?)?(?:半年|年|季度?|半月|月|旬|周|星期|日|天)"
        rf"(?:(?:度|份|的)?(?:第?{N}(?:月份?|日|号|个?星期|个?周|季度|旬)|[一二三四五六日天](?![、个栋])|[初末底]|[上中下]旬"
        r"|[0-9]{1,2}(?:时|点|:[0-9]{2})|[、和至-])){0,8}" + rf"(?:{BEFORE})?",
        "masked": rf"(?:(?:20)?[Xx×*□_]{{1,4}}年(?:度|底|末|{N}月[底末]?)?"
        rf"|{year}{BLANKED}月(?:份|(?:{BLANKED}|{N})日|底|末|初|[上中下]旬)?|{year}{NOT_INSIDE}{N}月{BLANKED}[日号]){BEFORE}?",
        "within": rf"(?<![0-9第])(?:[0-9]{{1,3}}|[一二三四五六七八九十两几半]{{1,3}}){PERIOD}(?:之|以)?内"
        r"|(?:本|下|这|上)个?(?:周|星期)(?:[一二三四五六日天末])?|[今明后]天",
        "full": r"(?<![0-9.])(?P<year>(?:19|20|21)[0-9]{2})(?P<mark>[./-])(?P<month>[0-9]{1,2})(?P=mark)"
        r"(?P<day>[0-9]{1,2})(?![0-9])日?" + CLOCK,
        "months": rf"{year}{NOT_INSIDE}(?P<month>{N}|元)(?:月份?[底初末]?)?{TO}(?P<year2>{YEAR})?(?P<relative2>{RELATIVE_YEAR})?"
        rf"(?P<month2>{N})月(?:份?(?P<part2>[底末初]|[上中下]旬)|份|(?P<day2>{N})[日号]{NOT_A_HALL})?",
        "day": rf"{year}{month}月份?(?P<day>{N})"
        rf"(?:[日号]?{TO}(?P<day2>{N})[日号]|(?P<unit>日|号{NOT_A_HALL})|(?=底?{TASK_SOON})){CLOCK}",
        "part": rf"{year}{month}月?(?:份)?{ten}",
        "month": rf"{year}{month}(?:月份?|(?={BEFORE})(?<=[./-][0-9]{{2}}))(?![0-9]{{3}})",
        "slash": r"(?<![0-9./A-Za-z-])(?P<month>[0-9]{1,2})[./-](?P<day>[0-9]{1,2})(?![0-9./%])日?"
        rf"(?={BEFORE}|(?:完成|完工|开工|开始|竣工|主体|设备|试生产|投产|封顶)(?<=/[0-9]..|[0-9]{{2}}..))",
        "quarter": rf"{year}(?:第?(?P<quarter>[一二三四1-4首])(?:{TO}|、|和)?(?:第?(?P<quarter2>[二三四2-4]))?"
        r"|前(?P<first>[二两三2-3])个?)季度(?P<part>初|末|底)?",
        "half": rf"{year}(?P<half>[上下])半年(?P<part>末|底)?|{year}(?P<middle>年中)(?=[,:;。]|{BEFORE}|完成|开工|竣工|投产|建成)",
        "whole": rf"(?:(?P<year>{YEAR})|(?P<relative>{RELATIVE_YEAR}))(?:年?[底末终内]|全年|(?P<part>初)|(?P<open>)(?={BEFORE}))"
        r"|(?<![0-9一二三四五六七八九十两几多近])年内|(?<![0-9])(?:年底|年末|年终(?![奖考总])|全年|本?年度内)",
        "feast": rf"{year}{_QUOTE}(?P<feast>{plain}){_QUOTE}(?:佳?节|假)?日?{_QUOTE}(?:期间|假期)?(?![路街村桥社小镇乡大广公])"
        rf'|{year}{_QUOTE}(?P<feast>{feasts})(?:{_QUOTE}(?:国际|劳动)?(?:佳?节|假期|期间)|"|(?={BEFORE}|{AFTER}))(?:期间)?',
        "new_year": r"(?<![0-9一二三四五六七八九十百两几多数来近])年前(?!后|期)",
        "this_month": r"(?P<which>本|当|这个|下个?|次|上个?)月"
        rf"(?:份?(?P<part>[上中下]旬|[底末初])|(?P<day>{N})[日号]{NOT_A_HALL}|内|份)?"
        r"|(?<![0-9个每Xx×*□_某数多几岁元])月(?P<part>[底末初])|(?<![0-9月])(?P<part>[上中下]旬)",
        "this_day": rf"(?<![0-9.年月一二三四五六七八九十近往])(?P<day>{N})[日号](?=(?:之|以)?前(?!后))",
        "year_alone": rf"(?:(?P<year>{YEAR})|(?P<relative>{RELATIVE_YEAR}))(?=[,:])",
    }


def _numbered(pattern: str) -> str:
    """A group may be named in several branches: the second ``year`` becomes ``year__2``."""
    seen: Counter[str] = Counter()

    def renamed(group: re.Match[str]) -> str:
        seen[group[1]] += 1
        return group[0] if seen[group[1]] == 1 else f"(?P<{group[1]}__{seen[group[1]]}>"

    return re.sub(r"\(\?P<(\w+)>", renamed, pattern)


def _compiled() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    kinds = {kind: re.compile(_numbered(pattern)) for kind, pattern in _patterns().items()}
    bare = {kind: re.sub(r"\(\?P<(?!mark)\w+>", "(?:", pattern) for kind, pattern in _patterns().items()}
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in bare.items())), kinds


_ANY, _KINDS = _compiled()
_TAIL = re.compile(rf"(?:份|的)?内?(?:(?P<by>{BEFORE})|(?P<around>前后|左右)|(?P<after>{AFTER}|起(?![草动吊步重点])))?")
_JOINT = re.compile(rf"(?:起|开始)?{TO}")
_MOVED = re.compile(r"(?:的?[^,;。\n]{0,6})?(?:提前|推迟|延期|延后|延迟|调整|顺延|变更|延长|改)(?:至|到|为|在)")
_LISTED = re.compile(r"[、和及]|以及")


@dataclass(slots=True)
class Hit:
    """One date as written: its place in the folded text, its kind, its parts, and the words around it."""

    start: int
    end: int
    kind: str
    parts: dict[str, str] = field(default_factory=dict)
    by: bool = False
    after: bool = False
    until: "Hit | None" = None  # the last day of a range
    replaces: "Hit | None" = None  # the date that this one takes the place of
    with_next: bool = False  # another date follows at once: 3月底、6月底


def number(words: str) -> int:
    """``12``, 十二, 元 (the first month) or 二〇一五 as a number. Raises: ValueError for anything else."""
    if words.isascii() and words.isdigit():
        return int(words)
    if words in {"元", "首"}:
        return 1
    if "十" in words:
        tens, _ten, ones = words.partition("十")
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    try:
        return int("".join(str(_DIGITS[char]) for char in words))
    except KeyError:
        raise ValueError(words) from None


def find(chars: str) -> list[Hit]:
    """All dates of a folded text in its order, ranges and re-plans put together."""
    return _joined(list(_hits(chars)), chars)


def _hits(chars: str) -> Iterator[Hit]:
    for found in _ANY.finditer(chars):
        kind = found.lastgroup or ""
        if kind == "mark":
            kind = "full"
        match = _KINDS[kind].match(chars, found.start())
        if match is None or (kind == "recurring" and match[0] in {"每年", "每天", "每日", "每季", "每旬"}):
            continue
        tail = _TAIL.match(chars, match.end())
        parts = {name.partition("__")[0]: text for name, text in match.groupdict().items() if text is not None}
        hit = Hit(match.start(), match.end(), kind, parts)
        if tail and kind not in {"recurring", "masked", "within", "new_year"}:
            hit.end, hit.by, hit.after = tail.end(), tail["by"] is not None, tail["after"] is not None
        hit.by = hit.by or kind == "new_year"
        yield hit


def _joined(hits: list[Hit], chars: str) -> list[Hit]:
    found: list[Hit] = []
    gone = False
    for hit, later in pairwise([*hits, None]):
        if gone or hit is None:
            gone = False
            continue
        gap = chars[hit.end : later.start] if later and later.start - hit.end <= 12 else None
        if later is not None and gap is not None and not hit.by:
            gone = _join(hit, later, gap)
        found.append(later if gone and later else hit)
    return found


def _join(hit: Hit, later: Hit, gap: str) -> bool:
    """Puts ``hit`` into ``later`` when they are one range or one re-plan; remembers when they only stand side by side."""
    usable = {"full", "day", "part", "month", "quarter", "half", "whole", "this_month", "this_day", "months"}
    if hit.kind in usable and later.kind in usable and _MOVED.fullmatch(gap):
        later.replaces, later.start = hit, hit.start
    elif hit.kind in usable and later.kind in usable and (_JOINT.fullmatch(gap) or (hit.after and gap in {"至", "到", "-"})):
        until = Hit(later.start, later.end, later.kind, later.parts)
        later.until, later.parts, later.kind = until, hit.parts, hit.kind
        later.start, later.after = hit.start, False
    else:
        hit.with_next = bool(gap and _LISTED.fullmatch(gap))
        return False
    return True

"""The columns of the list of items."""

from django.utils.translation import gettext_lazy as _

from core.tables import BaseTable, Column, NumberColumn, YesColumn


class ReturnItemTable(BaseTable):
    name = Column(verbose_name=_("Item"), to="returns:item_edit", pinyin="name")
    code = Column(verbose_name=_("Code"))
    unit = Column(verbose_name=_("Unit"))
    is_cumulative = YesColumn(verbose_name=_("Cumulative"))
    part_of = Column(accessor="part_of__name", verbose_name=_("No more than"))
    low = NumberColumn(verbose_name=_("Asked about below"))
    high = NumberColumn(verbose_name=_("Asked about above"))
    indicator = Column(accessor="indicator__name", verbose_name=_("Figure of the totals"))
    valid_from = Column(verbose_name=_("Valid from"))
    valid_to = Column(verbose_name=_("Valid to"))

    class Meta(BaseTable.Meta):
        hidden = ("code", "valid_from", "valid_to")

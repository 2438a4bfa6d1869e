from django.urls import path

from returns.views import board, month, returns

app_name = "returns"
urlpatterns = [
    path("returns/", board.ReturnsBoard.as_view(), name="board"),
    path("returns/totals/", board.TotalsPage.as_view(), name="totals"),
    path("returns/items/", returns.ItemList.as_view(), name="item_list"),
    path("returns/items/standards/", returns.ItemStandards.as_view(), name="item_standards"),
    path("returns/items/new/", returns.ItemEdit.as_view(), name="item_new"),
    path("returns/items/<int:pk>/edit/", returns.ItemEdit.as_view(), name="item_edit"),
    path("returns/items/<int:pk>/history/", returns.ItemHistory.as_view(), name="item_history"),
    path("returns/<int:year>/<int:month>/", month.MonthGrid.as_view(), name="month"),
    path("returns/<int:year>/<int:month>/accept/", month.AcceptMonth.as_view(), name="month_accept"),
    path("returns/<int:year>/<int:month>/figures/", month.PublishMonth.as_view(), name="month_publish"),
    path("returns/<int:pk>/", returns.ReturnDetail.as_view(), name="return_detail"),
    path("returns/<int:pk>/edit/", month.ReturnRow.as_view(), name="return_edit"),
    path("returns/<int:pk>/accept/", returns.ReturnAccept.as_view(), name="return_accept"),
    path("returns/<int:pk>/send-back/", returns.ReturnSendBack.as_view(), name="return_send_back"),
    path("returns/<int:pk>/history/", returns.ReturnHistory.as_view(), name="return_history"),
    path("enterprises/<int:pk>/returns/", returns.EnterpriseReturns.as_view(), name="enterprise"),
]

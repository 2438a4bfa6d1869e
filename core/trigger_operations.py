"""Triggers in the first migrations of an app.

Adding a trigger changes no field, yet pgtrigger has Django draw the model and all its neighbours anew after each one. An
empty database gets more than two hundred triggers: without that, migrating it takes half the time.
"""

import pgtrigger.migrations
from django.db.migrations.state import ProjectState


class AddTrigger(pgtrigger.migrations.AddTrigger):
    """As pgtrigger's own, for a migration in which nothing asks the drawn model for its triggers."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        options = state.models[app_label, self.model_name].options
        options["triggers"] = [*options.get("triggers", []), self.trigger]

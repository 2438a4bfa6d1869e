"""The project package: settings, URL root, server entry and the demo zone. Nothing imports it."""

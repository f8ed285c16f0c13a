"""Interactive map: data, controls and component."""

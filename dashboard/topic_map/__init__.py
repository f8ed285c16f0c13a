"""The interactive map: its data, its controls and the component that draws it."""

"""Every chart by its name: title, alternative text, the table it is drawn from, its drawing."""

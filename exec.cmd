@rem On Windows npm runs scripts in cmd.exe, which has neither the exec nor the env that package.json begins its commands with:
@rem what follows "env NAME=VALUE" runs.
@for /f "tokens=2*" %%a in ("%*") do @%%b

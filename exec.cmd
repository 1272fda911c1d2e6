@rem On Windows npm runs scripts in cmd.exe, which does not know the exec that package.json has for other shells.
@%*

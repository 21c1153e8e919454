@rem Runs the command line of this checkout, built when its source has changed: .\waybill up
@dotnet run --project "%~dp0src\Cli" -- %*

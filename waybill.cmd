@rem Runs the command line of this checkout, built when its source has changed: .\waybill up
@dotnet run -p:RunAnalyzers=false -p:UseSharedCompilation=true --project "%~dp0src\Cli" -- %*

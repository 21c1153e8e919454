using Microsoft.Extensions.Logging;

namespace Waybill.Local;

/// <summary>Hands on what the web server and laptop mode's parts log as a warning or worse.</summary>
internal sealed class WarningLog(Action<string> onWarning) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Category(categoryName, onWarning);

    public void Dispose()
    {
    }

    private sealed class Category(string name, Action<string> onWarning) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            var source = name.StartsWith("Waybill.", StringComparison.Ordinal) ? "" : name + ": ";
            onWarning(
                $"{source}{formatter(state, exception)}{(exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})")}");
        }
    }
}

using Waybill.Local.Account;
using Waybill.Local.Machine;

namespace Waybill.Local;

/// <summary>A function that somebody looks into while it works: it waits for a debugger, and no clock ends what it does.</summary>
/// <param name="Consumer">What was typed: the function's name, or the end of it.</param>
/// <param name="BuildAsync">Builds the team's assembly of that name for debugging; returns the folder of its files.</param>
public sealed record DebuggedFunction(string Consumer, Func<string, CancellationToken, Task<string>> BuildAsync)
{
    /// <summary>The one that is meant.</summary>
    /// <exception cref="UnknownConsumerException">There is none, or there are several.</exception>
    internal Function In(CloudModel model)
    {
        var name = Consumer[(Consumer.LastIndexOf('/') + 1)..];
        var ending = model.Functions.Where(function => function.Name.EndsWith('-' + name, StringComparison.OrdinalIgnoreCase)).ToList();
        return model.Functions.FirstOrDefault(function => Is(function.Name, name))
            ?? (ending is [var one]
                ? one
                : throw new UnknownConsumerException(
                    $"There is no consumer '{Consumer}' to debug; there are "
                    + $"{string.Join(", ", model.Functions.Select(Short).Order(StringComparer.Ordinal))}."));
    }

    private static bool Is(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>What comes after the last hyphen: people leave out what all names begin with.</summary>
    private static string Short(Function function) => function.Name[(function.Name.LastIndexOf('-') + 1)..];
}

/// <summary>Nobody is called so; the message says who there is.</summary>
public sealed class UnknownConsumerException(string message) : LaptopStartException(message);

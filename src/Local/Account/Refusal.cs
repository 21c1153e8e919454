namespace Waybill.Local.Account;

/// <summary>What AWS does and laptop mode refuses by name; <c>docs/laptop-operations.md</c> has a line for each.</summary>
/// <param name="Api">The API, by its name.</param>
/// <param name="Operations">Where it is refused.</param>
/// <param name="What">What is refused; a member by its own name.</param>
/// <param name="Error">The error, given what its message repeats of the request.</param>
internal sealed record Refusal(string Api, string Operations, string What, Func<string, AwsException> Error);

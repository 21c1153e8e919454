namespace Waybill.Local.Account;

/// <summary>A Lambda function; <paramref name="CodePath"/> is the folder its asset was staged in.</summary>
public sealed record Function(
    string Name,
    string Arn,
    string RoleArn,
    string Runtime,
    string Handler,
    string CodePath,
    int MemoryMegabytes,
    TimeSpan Timeout,
    int? ReservedConcurrency,
    string LogGroup,
    IReadOnlyDictionary<string, string> Environment) : IResource
{
    /// <summary>Who may call it, beside its own account's roles.</summary>
    public IReadOnlyList<PolicyStatement> Policy { get; init; } = [];

    public string? Description { get; init; }

    /// <summary>Gets the events of asynchronous calls that failed: a queue or a topic.</summary>
    public string? DeadLetterArn { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The SHA-256 of the archive that was uploaded, in Base64; null when a template's asset is the code.</summary>
    public string? CodeSha256 { get; init; }

    /// <summary>Bytes of that archive.</summary>
    public long? CodeSize { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>Another one after each change.</summary>
    public string? RevisionId { get; init; }
}

/// <summary>A statement that a template puts on a function's policy.</summary>
/// <param name="Arn">Its name here; AWS has none for it.</param>
/// <param name="FunctionArn">The function.</param>
/// <param name="Statement">What the function's policy gets.</param>
public sealed record FunctionPermission(string Arn, string FunctionArn, PolicyStatement Statement) : IResource;

/// <summary>How asynchronous calls of a function are repeated, and who hears how they ended.</summary>
/// <param name="Arn">The function's ARN with <c>$LATEST</c>.</param>
/// <param name="FunctionArn">The function's.</param>
public sealed record EventInvokeConfig(string Arn, string FunctionArn) : IResource
{
    public const int UsualRetryAttempts = 2;

    public static readonly TimeSpan UsualEventAge = TimeSpan.FromHours(6);

    /// <summary>0 to 2; null is 2.</summary>
    public int? MaximumRetryAttempts { get; init; }

    /// <summary>A minute to six hours; null is six hours.</summary>
    public TimeSpan? MaximumEventAge { get; init; }

    /// <summary>A queue, function, event bus or topic.</summary>
    public string? OnSuccessArn { get; init; }

    public string? OnFailureArn { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public static string ArnOf(string functionArn) => $"{functionArn}:$LATEST";
}

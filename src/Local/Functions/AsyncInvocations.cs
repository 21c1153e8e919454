using System.Globalization;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Functions;

/// <summary>What is to become of an asynchronous call.</summary>
internal abstract record AsyncDecision
{
    /// <summary>Once more, when the delivery says.</summary>
    public sealed record Again(Delivery Delivery) : AsyncDecision;

    /// <summary>No more; whoever asked to hear of it gets a letter.</summary>
    /// <param name="Condition">Why it was given up; null when it succeeded.</param>
    /// <param name="Letters">Dead letter and destination's record.</param>
    public sealed record Ended(string? Condition, IReadOnlyList<Letter> Letters) : AsyncDecision;

    /// <summary>Nothing: it was interrupted, and is due as it was.</summary>
    public sealed record Left : AsyncDecision;
}

/// <summary>Text for a dead-letter queue or a destination.</summary>
/// <param name="Arn">Who gets it.</param>
/// <param name="Body">The event of a dead letter, or the record of how the call ended.</param>
/// <param name="Attributes">What a dead letter says beside its body.</param>
/// <param name="DetailType">Names the record to an event bus; null for a dead letter.</param>
internal sealed record Letter(
    string Arn, string Body, IReadOnlyDictionary<string, MessageAttribute> Attributes, string? DetailType);

/// <summary>Decides, after each attempt of an asynchronous call, what Lambda does next.</summary>
/// <remarks>
/// Source: Lambda developer guide, "How Lambda handles errors and retries with asynchronous invocation" and "Capturing records of
/// asynchronous invocations".
/// </remarks>
internal static class AsyncInvocations
{
    public const string RetriesExhausted = "RetriesExhausted";
    public const string EventAgeExceeded = "EventAgeExceeded";

    private const int LongestErrorMessage = 1024;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>Whether an event has waited for so long that it must not be tried any more.</summary>
    public static bool IsTooOld(Delivery delivery, EventInvokeConfig? config, DateTimeOffset now) =>
        now - delivery.AcceptedAt > Age(config);

    /// <summary>What becomes of an event that was not tried, because it is too old.</summary>
    public static AsyncDecision GiveUp(Delivery delivery, Function function, EventInvokeConfig? config, DateTimeOffset now) => Ended(
        EventAgeExceeded, delivery, InvocationResult.Without(InvocationOutcome.Throttled, "The event is older than it may get."), function,
        config, now);

    /// <summary>Decides after an attempt.</summary>
    /// <param name="delivery">The call, as it was before the attempt.</param>
    /// <param name="result">How the attempt ended.</param>
    /// <param name="function">The function.</param>
    /// <param name="config">How it is to be called; null for Lambda's own way.</param>
    /// <param name="now">When the attempt ended.</param>
    public static AsyncDecision Decide(
        Delivery delivery, InvocationResult result, Function function, EventInvokeConfig? config, DateTimeOffset now)
    {
        var tried = delivery with { Attempts = delivery.Attempts + 1 };
        switch (result.Outcome)
        {
            case InvocationOutcome.Stopped:
                return new AsyncDecision.Left();
            case InvocationOutcome.Succeeded:
                return Ended(null, tried, result, function, config, now);
            case InvocationOutcome.Throttled:
                return Again(tried, Backoff(tried.Attempts - tried.Failures), config, now)
                    ?? (AsyncDecision)Ended(EventAgeExceeded, tried, result, function, config, now);
            default:
                var failed = tried with { Failures = tried.Failures + 1 };
                return failed.Failures > (config?.MaximumRetryAttempts ?? EventInvokeConfig.UsualRetryAttempts)
                    ? Ended(RetriesExhausted, failed, result, function, config, now)
                    : Again(failed, FirstPause * failed.Failures, config, now)
                        ?? (AsyncDecision)Ended(EventAgeExceeded, failed, result, function, config, now);
        }
    }

    /// <summary>A second, doubled each time, up to five minutes.</summary>
    private static TimeSpan Backoff(int refusals) =>
        TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, Math.Min(refusals, 16) - 1)));

    /// <summary>Null when the event would be too old by then.</summary>
    private static AsyncDecision.Again? Again(Delivery delivery, TimeSpan pause, EventInvokeConfig? config, DateTimeOffset now)
    {
        var next = delivery with { NextAt = now + pause };
        return IsTooOld(next, config, next.NextAt) ? null : new AsyncDecision.Again(next);
    }

    private static TimeSpan Age(EventInvokeConfig? config) => config?.MaximumEventAge ?? EventInvokeConfig.UsualEventAge;

    private static AsyncDecision.Ended Ended(
        string? condition, Delivery delivery, InvocationResult result, Function function, EventInvokeConfig? config, DateTimeOffset now)
    {
        var letters = new List<Letter>();
        if (condition is not null && function.DeadLetterArn is { } deadLetters)
        {
            letters.Add(new Letter(deadLetters, delivery.Body, Attributes(delivery, result), DetailType: null));
        }

        if ((condition is null ? config?.OnSuccessArn : config?.OnFailureArn) is { } destination)
        {
            letters.Add(new Letter(
                destination, InvocationRecord.Write(delivery, function, condition, result, now), MessageAttribute.None,
                $"Lambda Function Invocation Result - {(condition is null ? "Success" : "Failure")}"));
        }

        return new AsyncDecision.Ended(condition, letters);
    }

    private static Dictionary<string, MessageAttribute> Attributes(Delivery delivery, InvocationResult result) =>
        new(StringComparer.Ordinal)
        {
            ["RequestID"] = MessageAttribute.Text(delivery.RequestId),
            ["ErrorCode"] = new("Number", Status(result).ToString(CultureInfo.InvariantCulture)),
            ["ErrorMessage"] = MessageAttribute.Text(Shortened(result.Error ?? "")),
        };

    /// <summary>A function that fails has been called: Lambda's answer was 200.</summary>
    private static int Status(InvocationResult result) => result.Outcome == InvocationOutcome.Throttled ? 429 : 200;

    /// <summary>SQS takes no empty attribute.</summary>
    private static string Shortened(string text) => text.Length switch
    {
        0 => "Unhandled",
        > LongestErrorMessage => text[..LongestErrorMessage],
        _ => text,
    };
}

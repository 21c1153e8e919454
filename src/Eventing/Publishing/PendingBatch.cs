using System.Net;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Amazon.Runtime;

namespace Waybill.Eventing.Publishing;

/// <summary>What of one request EventBridge has not taken yet.</summary>
internal sealed class PendingBatch(IReadOnlyList<Entry> entries)
{
    /// <summary>Entry errors that a later try may not meet (API reference, PutEventsResultEntry).</summary>
    private static readonly HashSet<string> Transient =
    [
        "ThrottlingException", "InternalFailure", "InternalException", "InternalServerError",
        "ServiceUnavailable", "ServiceUnavailableException",
    ];

    private static readonly PutEventsResultEntry Unanswered =
        new() { ErrorCode = "InternalFailure", ErrorMessage = "the answer has no element for this entry" };

    private readonly List<UnpublishedEvent> _refused = [];
    private List<Entry> _open = [.. entries];
    private List<UnpublishedEvent> _openErrors = [];

    public int Count => entries.Count;

    /// <summary>What never got in, once no further try is made.</summary>
    public IEnumerable<UnpublishedEvent> Failed => _refused.Concat(_openErrors);

    /// <summary>Why the last request as a whole failed; null when it was answered.</summary>
    public Exception? LastError { get; private set; }

    /// <summary>Sends what is open; true when some of it failed in a way that a later try may not.</summary>
    public async ValueTask<bool> PutAsync(IAmazonEventBridge eventBridge, CancellationToken cancellationToken)
    {
        LastError = null;
        try
        {
            var request = new PutEventsRequest { Entries = [.. _open.Select(entry => entry.Content)] };
            Settle(await eventBridge.PutEventsAsync(request, cancellationToken));
        }
        catch (Exception exception) when (exception is AmazonClientException or AmazonServiceException or HttpRequestException)
        {
            LastError = exception;
            FailAll(exception);
        }

        return _open.Count > 0;
    }

    private void Settle(PutEventsResponse response)
    {
        var open = new List<Entry>();
        var errors = new List<UnpublishedEvent>();
        if (response.FailedEntryCount is not 0)
        {
            for (var i = 0; i < _open.Count; i++)
            {
                var answer = response.Entries is { } answers && i < answers.Count ? answers[i] : Unanswered;
                Sort(_open[i], answer.ErrorCode, answer.ErrorMessage, open, errors);
            }
        }

        (_open, _openErrors) = (open, errors);
    }

    private void Sort(Entry entry, string? errorCode, string? errorMessage, List<Entry> open, List<UnpublishedEvent> errors)
    {
        if (string.IsNullOrEmpty(errorCode))
        {
            return;
        }

        var failure = new UnpublishedEvent(entry.EventId, entry.Content, errorCode, errorMessage ?? "no message");
        if (Transient.Contains(errorCode))
        {
            open.Add(entry);
            errors.Add(failure);
        }
        else
        {
            _refused.Add(failure);
        }
    }

    private void FailAll(Exception exception)
    {
        var code = (exception as AmazonServiceException)?.ErrorCode is { Length: > 0 } given ? given : exception.GetType().Name;
        _openErrors = [.. _open.Select(entry => new UnpublishedEvent(entry.EventId, entry.Content, code, exception.Message))];
        if (!IsTransient(exception, code))
        {
            _refused.AddRange(_openErrors);
            (_open, _openErrors) = ([], []);
        }
    }

    // No status code at all means that no answer arrived.
    private static bool IsTransient(Exception exception, string code) =>
        exception is not AmazonServiceException answered
        || answered.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
        || answered.StatusCode < HttpStatusCode.Continue || Transient.Contains(code);
}

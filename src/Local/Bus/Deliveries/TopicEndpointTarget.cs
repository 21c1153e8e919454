using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Waybill.Local.Account;
using Waybill.Local.Bus.Fanout;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus.Deliveries;

/// <summary>Posts a topic's messages to HTTP endpoints: real HTTP, to this machine and to the hosts that are allowed.</summary>
/// <remarks>
/// SNS developer guide, <c>sns-http-https-endpoint-as-subscriber</c> and <c>sns-message-delivery-retries</c>: fifteen seconds for an
/// answer; what the endpoint refuses (4xx but 429) is not tried again.
/// </remarks>
internal sealed class TopicEndpointTarget(
    LiveAccount account, Topics topics, AllowedHosts allowed, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public void Dispose() => _http.Dispose();

    /// <summary>One attempt at a subscription's endpoint.</summary>
    public async Task<Settlement> AttemptAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var subscription = account.Now.Find<TopicSubscription>(delivery.TargetArn);
        var asks = delivery.TargetId == Delivery.SubscriptionConfirmation;
        // Who has unsubscribed gets no more; who has confirmed is asked no more.
        if (subscription is null || asks == subscription.ConfirmationToken is null)
        {
            return Settlement.Done;
        }

        var body = asks ? topics.Envelope.Confirmation(subscription, delivery.RequestId, delivery.AcceptedAt) : delivery.Body;
        var outcome = await CallAsync(subscription, delivery, body, cancellationToken);
        if (outcome.Code is null)
        {
            return Settlement.Done;
        }

        var retry = EndpointRetry.Of(subscription.DeliveryPolicy
            ?? account.Now.Find<Topic>(subscription.TopicArn)?.Attributes?.GetValueOrDefault("DeliveryPolicy"));
        if (outcome.MayRetry && delivery.Attempts < retry.Retries)
        {
            return new Settlement(time.GetUtcNow() + retry.After(delivery.Attempts + 1));
        }

        return !asks && topics.DeadLetter(subscription, body, MessageAttribute.None, outcome.Message) is { } letter
            ? Settlement.Done with { Messages = [letter] }
            : Settlement.Done;
    }

    private async Task<TargetOutcome> CallAsync(
        TopicSubscription subscription, Delivery delivery, string body, CancellationToken cancellationToken)
    {
        if (!allowed.Has(subscription.Endpoint))
        {
            return TargetOutcome.Refused("INVALID_PARAMETER", $"Laptop mode does not call {allowed.Refusal(subscription.Endpoint)}.");
        }

        // Real time: no endpoint answers faster under a scaled clock.
        using var late = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var request = Request(subscription, delivery, body);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return Outcome(response.StatusCode);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return TargetOutcome.Failed("TIMEOUT", $"{subscription.Endpoint} did not answer within {Patience.TotalSeconds} seconds.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException)
        {
            return TargetOutcome.Failed("CONNECTION_FAILURE", $"{subscription.Endpoint} could not be reached: {failure.Message}");
        }
    }

    private static HttpRequestMessage Request(TopicSubscription subscription, Delivery delivery, string body)
    {
        var isRaw = delivery.TargetId == Delivery.RawNotification;
        var request = new HttpRequestMessage(HttpMethod.Post, subscription.Endpoint) { Content = new StringContent(body, Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/plain") { CharSet = "UTF-8" };
        request.Headers.TryAddWithoutValidation("User-Agent", "Amazon Simple Notification Service Agent");
        request.Headers.Add("x-amz-sns-message-type", isRaw ? Delivery.Notification : delivery.TargetId);
        request.Headers.Add("x-amz-sns-message-id", delivery.RequestId);
        request.Headers.Add("x-amz-sns-topic-arn", subscription.TopicArn);
        if (delivery.TargetId != Delivery.SubscriptionConfirmation)
        {
            request.Headers.Add("x-amz-sns-subscription-arn", subscription.Arn);
        }

        if (isRaw)
        {
            request.Headers.Add("x-amz-sns-rawdelivery", "true");
        }

        return request;
    }

    private static TargetOutcome Outcome(HttpStatusCode status)
    {
        var message = $"Request failed with status code {(int)status}.";
        return (int)status switch
        {
            >= 200 and < 300 => TargetOutcome.Taken,
            429 or >= 500 or < 200 => TargetOutcome.Failed("ERROR_FROM_TARGET", message),
            _ => TargetOutcome.Refused("ERROR_FROM_TARGET", message),
        };
    }
}

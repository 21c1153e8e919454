using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Waybill.Operations.Accounts;

namespace Waybill.Shop.Tests;

/// <summary>Calls AWS APIs as an SDK does, as the developer at the keyboard.</summary>
/// <param name="endpoint">Where they are now; a shop that is opened again is elsewhere.</param>
internal sealed class AwsCalls(Func<Uri> endpoint)
{
    public Uri Endpoint => endpoint();

    /// <summary>The SDK's clients of it.</summary>
    public AwsAccount Account() => new(new Access("eu-central-1", Endpoint, new BasicAWSCredentials("laptop", "laptop")));

    /// <summary>Calls an API of the JSON protocol.</summary>
    public async Task<JsonNode> CallAsync(string target, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/x-amz-json-1.1"));
        content.Headers.Add("X-Amz-Target", target);
        return await SendAsync(new HttpRequestMessage(HttpMethod.Post, "/") { Content = content }, target);
    }

    /// <summary>Calls an API of the REST protocol.</summary>
    public async Task<JsonNode> CallAsync(HttpMethod method, string path, JsonObject? body = null)
    {
        using var content = body is null ? null : new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/json"));
        return await SendAsync(new HttpRequestMessage(method, path) { Content = content }, path);
    }

    /// <summary>Puts an event on the bus as it is, described or not.</summary>
    public Task PutEventAsync(string source, string detailType, string detail) => PutEventsAsync([(source, detailType, detail)]);

    /// <summary>Puts events on the bus, ten at most.</summary>
    public async Task PutEventsAsync(IEnumerable<(string Source, string DetailType, string Detail)> events)
    {
        var entries = events.Select(one => (JsonNode)new JsonObject
        {
            ["EventBusName"] = "waybill-dev",
            ["Source"] = one.Source,
            ["DetailType"] = one.DetailType,
            ["Detail"] = one.Detail,
        });
        var answer = await CallAsync("AWSEvents.PutEvents", new JsonObject { ["Entries"] = new JsonArray([.. entries]) });
        Assert.Equal(0, (int)answer["FailedEntryCount"]!);
    }

    private async Task<JsonNode> SendAsync(HttpRequestMessage request, string what)
    {
        using var http = new HttpClient { BaseAddress = Endpoint };
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{what}: {answer}");
        return JsonNode.Parse(answer)!;
    }
}

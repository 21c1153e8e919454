using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SQS.Model;
using Waybill.Operations.Accounts;

namespace Waybill.Local.Benchmarks;

/// <summary>An account with consumers that are paused, so that what an operator does is all that is measured.</summary>
internal sealed class OperatedAccount(ServedLaptop laptop) : IDisposable
{
    private const int BatchSize = 10;
    private const string Region = "eu-west-1";

    private readonly HttpClient _http = new() { BaseAddress = laptop.Endpoint };

    public AwsAccount Account { get; } = new(new Access(Region, laptop.Endpoint, new BasicAWSCredentials("laptop", "laptop")));

    /// <summary>A function behind a queue, which has a dead-letter queue.</summary>
    public async Task AddConsumerAsync(string name, CancellationToken cancellationToken)
    {
        var dead = await Account.Sqs.CreateQueueAsync(new CreateQueueRequest { QueueName = $"{name}-dlq" }, cancellationToken);
        var policy = new JsonObject { ["deadLetterTargetArn"] = Arn($"{name}-dlq", dead.QueueUrl), ["maxReceiveCount"] = 5 };
        var queue = await Account.Sqs.CreateQueueAsync(
            new CreateQueueRequest { QueueName = name, Attributes = new() { ["RedrivePolicy"] = policy.ToJsonString() } },
            cancellationToken);
        await PostAsync("functions", new JsonObject
        {
            ["FunctionName"] = name,
            ["Runtime"] = "dotnet10",
            ["Handler"] = "Nothing",
            ["Role"] = $"arn:aws:iam::{Number(queue.QueueUrl)}:role/consumers",
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(Zip()) },
        }, cancellationToken);
        await PostAsync("event-source-mappings", new JsonObject
        {
            ["FunctionName"] = name,
            ["EventSourceArn"] = Arn(name, queue.QueueUrl),
            ["Enabled"] = false,
        }, cancellationToken);
    }

    /// <summary>Fills a consumer's dead-letter queue with events of about a kilobyte.</summary>
    public async Task KillAsync(string consumer, int letters, CancellationToken cancellationToken)
    {
        var queue = await Account.Sqs.GetQueueUrlAsync(new GetQueueUrlRequest { QueueName = $"{consumer}-dlq" }, cancellationToken);
        await Parallel.ForEachAsync(Enumerable.Range(0, letters).Chunk(BatchSize), cancellationToken, async (numbers, token) =>
            await Account.Sqs.SendMessageBatchAsync(
                new SendMessageBatchRequest
                {
                    QueueUrl = queue.QueueUrl,
                    Entries = [.. numbers.Select(i => new SendMessageBatchRequestEntry($"m{i}", Event(i)))],
                },
                token));
    }

    public void Dispose()
    {
        _http.Dispose();
        Account.Dispose();
    }

    private static string Event(int number) => new JsonObject
    {
        ["version"] = "0",
        ["source"] = GeneratedStack.Source,
        ["detail-type"] = TestAccount.DetailType,
        ["detail"] = new JsonObject
        {
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"event-{number}"),
            ["partitionkey"] = string.Create(CultureInfo.InvariantCulture, $"{number % 997}"),
            ["data"] = new JsonObject { ["text"] = new string('x', 800) },
        },
    }.ToJsonString();

    private static string Arn(string queue, string url) => $"arn:aws:sqs:{Region}:{Number(url)}:{queue}";

    private static string Number(string url) => new Uri(url).Segments[1].TrimEnd('/');

    private static byte[] Zip()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("bootstrap").Open();
            entry.Write("#!/bin/sh\n"u8);
        }

        return bytes.ToArray();
    }

    private async Task PostAsync(string path, JsonObject input, CancellationToken cancellationToken)
    {
        using var content = new StringContent(input.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri($"/2015-03-31/{path}", UriKind.Relative), content, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{path}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }
}

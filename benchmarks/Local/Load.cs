using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Waybill.Local.Benchmarks;

/// <summary>PutEvents calls over keep-alive connections, each with the next call as soon as the last one is answered.</summary>
/// <remarks>Bare sockets and one prepared request, so that what is measured has the machine nearly to itself.</remarks>
internal sealed class Load(Uri endpoint)
{
    public const int Connections = 8;
    public const int EventsOfACall = 10;

    private static readonly byte[] Request = Encoding.UTF8.GetBytes(Prepare());

    /// <returns>How long it took in all, and each call, in milliseconds.</returns>
    public async Task<Turn> RunAsync(int calls, CancellationToken cancellationToken)
    {
        var left = calls;
        var latencies = new ConcurrentBag<double>();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(CallAsync, cancellationToken)));
        return new Turn(calls * EventsOfACall / clock.Elapsed.TotalSeconds, [.. latencies.Order()]);

        async Task CallAsync()
        {
            using var connection = new TcpClient { NoDelay = true };
            await connection.ConnectAsync(endpoint.Host, endpoint.Port, cancellationToken);
            var stream = connection.GetStream();
            var buffer = new byte[16 * 1024];
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var start = Stopwatch.GetTimestamp();
                await stream.WriteAsync(Request, cancellationToken);
                await ReadAnswerAsync(stream, buffer, cancellationToken);
                latencies.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }
    }

    private static async Task ReadAnswerAsync(NetworkStream stream, byte[] buffer, CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            length += await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (End(buffer.AsSpan(0, length)) is not { } end || length < end)
            {
                continue;
            }

            if (!buffer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8) || buffer.AsSpan(0, length).IndexOf("\"FailedEntryCount\":0"u8) < 0)
            {
                throw new InvalidOperationException(Encoding.UTF8.GetString(buffer, 0, length));
            }

            return;
        }
    }

    /// <summary>Where the answer ends; null while its head is not all there.</summary>
    private static int? End(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return null;
        }

        var name = "Content-Length: "u8;
        var value = answer[(answer.IndexOf(name) + name.Length)..];
        return head + 4 + int.Parse(value[..value.IndexOf("\r\n"u8)], provider: null);
    }

    private static string Prepare()
    {
        var entries = new JsonArray([.. Enumerable.Range(0, EventsOfACall).Select(i => new JsonObject
        {
            ["EventBusName"] = GeneratedStack.Bus,
            ["Source"] = GeneratedStack.Source,
            ["DetailType"] = TestAccount.DetailType,
            ["Detail"] = Detail(i).ToJsonString(),
        })]);
        var body = new JsonObject { ["Entries"] = entries }.ToJsonString();
        return "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Target: AWSEvents.PutEvents\r\nContent-Type: application/x-amz-json-1.1\r\n"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
    }

    /// <summary>About 1.5 KB with the envelope that the bus puts around it.</summary>
    private static JsonObject Detail(int i) => new()
    {
        ["specversion"] = "1.0",
        ["id"] = $"0190f5c2-7b1a-7c3e-9d4f-00000000000{i}",
        ["source"] = GeneratedStack.Source,
        ["type"] = TestAccount.DetailType,
        ["time"] = "2026-11-28T12:00:00Z",
        ["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        ["data"] = new JsonObject
        {
            ["orderId"] = $"53638{i}",
            ["totalPrice"] = 139.12,
            ["currency"] = "GBP",
            ["items"] = new JsonArray([.. Enumerable.Range(0, 9).Select(item => new JsonObject
            {
                ["sku"] = $"8512{item}A",
                ["description"] = "WHITE HANGING HEART T-LIGHT HOLDER",
                ["quantity"] = 6 + item,
                ["unitPrice"] = 2.55,
            })]),
        },
    };
}

/// <summary>One turn of a measurement.</summary>
/// <param name="EventsPerSecond">Over all of it.</param>
/// <param name="Milliseconds">Each call's, in order.</param>
internal sealed record Turn(double EventsPerSecond, IReadOnlyList<double> Milliseconds)
{
    public double P50 => At(0.5);

    public double P99 => At(0.99);

    private double At(double part) => Milliseconds[(int)(part * (Milliseconds.Count - 1))];
}

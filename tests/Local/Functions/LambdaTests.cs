using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Functions;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Functions;

/// <summary>Functions that calls have made, and that run.</summary>
public sealed class LambdaTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_function_answers_who_calls_it()
    {
        await using var bench = await LambdaBench.StartAsync();
        await bench.CreateAsync();

        using var response = await bench.InvokeAsync("""answer {"fine":true}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"fine":true}""", await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal("$LATEST", response.Headers.GetValues("X-Amz-Executed-Version").Single());
        Assert.False(response.Headers.Contains("X-Amz-Function-Error"));
    }

    [Fact]
    public async Task What_a_handler_throws_is_an_answer_that_says_so()
    {
        await using var bench = await LambdaBench.StartAsync();
        await bench.CreateAsync();

        using var response = await bench.InvokeAsync("throw no such order");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Unhandled", response.Headers.GetValues("X-Amz-Function-Error").Single());
        Assert.Equal("no such order", (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancelled))!["errorMessage"]);
    }

    [Fact]
    public async Task Who_asks_for_it_gets_the_end_of_the_log()
    {
        await using var bench = await LambdaBench.StartAsync();
        await bench.CreateAsync();
        (await bench.InvokeAsync("say earlier")).Dispose();

        using var response = await bench.InvokeAsync("say hello", "sample", ("X-Amz-Log-Type", "Tail"));

        var requestId = response.Headers.GetValues("x-amzn-RequestId").Single();
        var log = Encoding.UTF8.GetString(Convert.FromBase64String(response.Headers.GetValues("X-Amz-Log-Result").Single())).Split('\n');
        Assert.Equal($"START RequestId: {requestId} Version: $LATEST", log[0]);
        Assert.Equal("hello", log[1]);
        Assert.Contains($"END RequestId: {requestId}", log);
        Assert.StartsWith($"REPORT RequestId: {requestId}\tDuration: ", log[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void The_end_of_a_log_has_4096_bytes_and_whole_characters()
    {
        var log = new InvocationLog();
        log.Add(new string('é', 3000));

        var tail = log.Tail();

        Assert.Equal(4095, tail.Length);
        Assert.Equal('é', Encoding.UTF8.GetString(tail)[0]);
    }

    [Fact]
    public async Task The_handler_gets_the_callers_context_and_trace()
    {
        await using var bench = await LambdaBench.StartAsync();
        await bench.CreateAsync();

        using var response = await bench.InvokeAsync(
            "headers", "sample", ("X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793"),
            ("X-Amz-Client-Context", Convert.ToBase64String("""{ "custom": {} }"""u8)));

        var headers = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancelled))!;
        Assert.Equal("Root=1-5759e988-bd862e3fe1be46a994272793", (string?)headers["Lambda-Runtime-Trace-Id"]);
        Assert.Equal("""{"custom":{}}""", ((string?)headers["Lambda-Runtime-Client-Context"])!.Replace(" ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", 6 * 1024 * 1024 + 1)]
    [InlineData("Event", 1024 * 1024 + 1)]
    public async Task A_payload_over_the_limit_is_refused(string type, int bytes)
    {
        await using var bench = await LambdaBench.StartAsync();
        await bench.CreateAsync();

        using var response = await bench.SendAsync(
            HttpMethod.Post, "/2015-03-31/functions/sample/invocations", $"\"{new string('x', bytes - 2)}\"",
            ("X-Amz-Invocation-Type", type));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("RequestTooLargeException", response.Headers.GetValues("x-amzn-ErrorType").Single());
    }

    [Fact]
    public async Task A_function_may_bring_its_own_executable()
    {
        await using var bench = await LambdaBench.StartAsync();
        await bench.CreateAsync(with: request =>
        {
            request["Runtime"] = "provided.al2023";
            request["Handler"] = "anything";
            request["Code"] = new JsonObject
            {
                ["ZipFile"] = LambdaBench.Archive(("bootstrap", "#!/bin/sh\nexec dotnet Waybill.SampleFunction.dll\n", true)),
            };
        });

        using var response = await bench.InvokeAsync("environment _HANDLER");

        Assert.Equal("\"anything\"", await response.Content.ReadAsStringAsync(Cancelled));
    }

    [Theory]
    [InlineData("other", true, "there is no")]
    [InlineData("bootstrap", false, "ermission denied")]
    public async Task An_executable_that_cannot_be_started_fails_the_call_and_says_why(string file, bool executable, string why)
    {
        var time = new ManualTime();
        await using var bench = await LambdaBench.StartAsync(time: time);
        await bench.CreateAsync(with: request =>
        {
            request["Runtime"] = "provided.al2023";
            request["Code"] = new JsonObject { ["ZipFile"] = LambdaBench.Archive((file, "#!/bin/sh\n", executable)) };
        });

        using var response = await time.AdvanceUntilAsync(bench.InvokeAsync("say never"));

        Assert.Equal("Unhandled", response.Headers.GetValues("X-Amz-Function-Error").Single());
        Assert.Contains(why, await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_is_under_way_ends_on_the_old_definition_while_others_run_on_the_new_one()
    {
        await using var bench = await LambdaBench.StartAsync();
        await bench.CreateAsync(with: request => request["Environment"] = Variables("old"));
        var file = Path.Combine(bench.Folder, "go");
        var running = bench.InvokeAsync($"until {file}");
        await bench.HearAsync("waiting in");

        await bench.CallAsync(
            HttpMethod.Put, "/2015-03-31/functions/sample/configuration",
            new JsonObject { ["Environment"] = Variables("new") }.ToJsonString());

        using var onNew = await bench.InvokeAsync("environment VERSION");
        Assert.Equal("\"new\"", await onNew.Content.ReadAsStringAsync(Cancelled));
        Assert.False(running.IsCompleted);
        await File.WriteAllTextAsync(file, "", Cancelled);
        using var onOld = await running;
        Assert.Equal(HttpStatusCode.OK, onOld.StatusCode);
        Assert.False(onOld.Headers.Contains("X-Amz-Function-Error"));
    }

    [Fact]
    public async Task What_does_not_concern_the_process_does_not_replace_it()
    {
        await using var bench = await LambdaBench.StartAsync();
        await bench.CreateAsync();
        (await bench.InvokeAsync("say one")).Dispose();
        var process = Assert.Single(bench.Hosts.All.Single().ProcessIds);

        await bench.CallAsync(HttpMethod.Put, "/2015-03-31/functions/sample/configuration", """{"Description":"the same"}""");
        await bench.CallAsync(HttpMethod.Put, "/2017-10-31/functions/sample/concurrency", """{"ReservedConcurrentExecutions":1}""");
        (await bench.InvokeAsync("say two")).Dispose();

        Assert.Equal(process, Assert.Single(bench.Hosts.All.Single().ProcessIds));
        Assert.Equal(1, bench.Hosts.All.Single().Concurrency);
    }

    [Fact]
    public async Task Messages_wait_in_their_queue_while_the_function_gets_new_code()
    {
        await using var bench = await LambdaBench.StartAsync();
        await bench.CreateAsync();
        await bench.CallAsync(HttpMethod.Post, "/2015-03-31/event-source-mappings", Mapping(), HttpStatusCode.Accepted);
        var file = Path.Combine(bench.Folder, "go");
        await bench.SendToAsync("orders", $"until {file}");
        await bench.HearAsync("waiting in");

        var archive = LambdaBench.Archive(("new.txt", "new", false));
        await bench.CallAsync(HttpMethod.Put, "/2015-03-31/functions/sample/code", $$"""{"ZipFile":"{{archive}}"}""");
        await bench.SendToAsync("orders", "print LAMBDA_TASK_ROOT");
        await File.WriteAllTextAsync(file, "", Cancelled);

        var path = bench.Account.Now.All<Function>().Single().CodePath;
        await bench.HearAsync(path);
        Assert.True(File.Exists(Path.Combine(path, "new.txt")));
        await bench.UntilAsync(() => bench.Queues[TestCloud.QueueArn("orders")].Depth() is { Visible: 0, InFlight: 0 });
    }

    [Fact]
    public async Task A_mapping_that_is_disabled_takes_nothing_until_it_is_enabled()
    {
        await using var bench = await LambdaBench.StartAsync();
        await bench.CreateAsync();
        var mapping = await bench.CallAsync(HttpMethod.Post, "/2015-03-31/event-source-mappings", Mapping(), HttpStatusCode.Accepted);
        var path = $"/2015-03-31/event-source-mappings/{mapping["UUID"]}";
        await bench.CallAsync(HttpMethod.Put, path, """{"Enabled":false}""", HttpStatusCode.Accepted);
        await bench.SendToAsync("orders", "say it waited");

        Assert.Equal(1, bench.Queues[TestCloud.QueueArn("orders")].Depth().Visible);
        await bench.CallAsync(HttpMethod.Put, path, """{"Enabled":true}""", HttpStatusCode.Accepted);
        await bench.HearAsync("it waited");
    }

    [Fact]
    public async Task Messages_that_no_filter_lets_through_are_deleted_and_never_get_to_the_function()
    {
        await using var bench = await LambdaBench.StartAsync();
        await bench.CreateAsync();
        const string Pattern = """{"body":{"detail":{"do":[{"prefix":"say"}]}}}""";
        var filter = new JsonObject { ["Filters"] = new JsonArray(new JsonObject { ["Pattern"] = Pattern }) };
        await bench.CallAsync(HttpMethod.Post, "/2015-03-31/event-source-mappings", Mapping(filter), HttpStatusCode.Accepted);

        await bench.SendToAsync("orders", "say no JSON");
        await bench.SendToAsync("orders", """{"detail":{"do":"throw it away"}}""");
        await bench.SendToAsync("orders", """{"detail":{"do":"say it passed"}}""");

        await bench.HearAsync("it passed");
        await bench.UntilAsync(() => bench.Queues[TestCloud.QueueArn("orders")].Depth() is { Visible: 0, InFlight: 0 });
        Assert.Empty(await bench.HearAsync("no JSON", times: 0));
        Assert.Empty(await bench.HearAsync("it away", times: 0));
    }

    [Fact]
    public async Task Functions_and_how_they_are_called_outlive_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("waybill-lambda-").FullName;
        await using (var bench = await LambdaBench.StartAsync(folder))
        {
            await bench.CreateAsync();
            await bench.CallAsync(HttpMethod.Put, "/2019-09-25/functions/sample/event-invoke-config", """{"MaximumRetryAttempts":1}""");
        }

        await using (var again = await LambdaBench.StartAsync(folder))
        {
            again.Code.Sweep(again.Account.Now.All<Function>());
            using var response = await again.InvokeAsync("answer 1");
            Assert.Equal("1", await response.Content.ReadAsStringAsync(Cancelled));
            var config = await again.CallAsync(HttpMethod.Get, "/2019-09-25/functions/sample/event-invoke-config");
            Assert.Equal(1, (int?)config["MaximumRetryAttempts"]);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("../outside", 0, "would lie outside")]
    [InlineData("a/../../outside", 0, "would lie outside")]
    [InlineData(@"..\outside", 0, "would lie outside")]
    [InlineData("/outside", 0, "would lie outside")]
    [InlineData("link", 0xA1FF << 16, "is a symbolic link")]
    public void An_archive_stays_in_its_folder(string entry, int attributes, string problem)
    {
        var folder = Directory.CreateTempSubdirectory("waybill-code-").FullName;
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            zip.CreateEntry(entry).ExternalAttributes = attributes;
        }

        var failure = Assert.Throws<InvalidFunctionCodeException>(() => new FunctionCode(folder).Unpack(bytes.ToArray()));

        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        Directory.Delete(folder);
    }

    private static JsonObject Variables(string version) => new() { ["Variables"] = new JsonObject { ["VERSION"] = version } };

    private static string Mapping(JsonObject? filter = null) => new JsonObject
    {
        ["FunctionName"] = "sample",
        ["EventSourceArn"] = TestCloud.QueueArn("orders"),
        ["BatchSize"] = 1,
        ["FunctionResponseTypes"] = new JsonArray("ReportBatchItemFailures"),
        ["FilterCriteria"] = filter,
    }.ToJsonString();
}

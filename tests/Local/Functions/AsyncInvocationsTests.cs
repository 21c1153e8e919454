using System.Text;
using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Functions;

namespace Waybill.Local.Tests.Functions;

public sealed class AsyncInvocationsTests
{
    private static readonly DateTimeOffset Start = new(2030, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Function Function = Bench.Sample() with { DeadLetterArn = "arn:aws:sqs:eu-west-1:000000000000:dead" };

    private static readonly EventInvokeConfig Config = new(EventInvokeConfig.ArnOf(Function.Arn), Function.Arn)
    {
        OnSuccessArn = "arn:aws:sqs:eu-west-1:000000000000:good",
        OnFailureArn = "arn:aws:events:eu-west-1:000000000000:event-bus/shop",
    };

    private static readonly InvocationResult Failed = InvocationResult.Failure("Sample.Thrown", "no such order");
    private static readonly InvocationResult Throttled = InvocationResult.Without(InvocationOutcome.Throttled, "one at a time");

    private static readonly InvocationResult Done = new(InvocationOutcome.Succeeded, """{"fine":true}"""u8.ToArray());

    [Fact]
    public void A_function_that_fails_is_called_again_after_one_and_two_minutes_under_the_same_request_id()
    {
        var first = Again(Decide(Promise(), Failed, Start));
        Assert.Equal((Start.AddMinutes(1), 1), (first.NextAt, first.Failures));

        var second = Again(Decide(first, Failed, first.NextAt));
        Assert.Equal((first.NextAt.AddMinutes(2), 2), (second.NextAt, second.Failures));
        Assert.Equal(Promise().RequestId, second.RequestId);

        Assert.Equal("RetriesExhausted", Ended(Decide(second, Failed, second.NextAt)).Condition);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    public void It_is_called_as_often_as_its_config_says(int retries, int calls)
    {
        var config = Config with { MaximumRetryAttempts = retries };
        var delivery = Promise();
        for (var call = 1; call < calls; call++)
        {
            delivery = Again(Decide(delivery, Failed, delivery.NextAt, config));
        }

        Assert.Equal("RetriesExhausted", Ended(Decide(delivery, Failed, delivery.NextAt, config)).Condition);
    }

    [Fact]
    public void Throttles_are_no_failures_and_pauses_between_them_double_from_a_second_to_five_minutes()
    {
        var delivery = Promise();
        var pauses = new List<double>();
        for (var i = 0; i < 11; i++)
        {
            var again = Again(Decide(delivery, Throttled, delivery.NextAt));
            pauses.Add((again.NextAt - delivery.NextAt).TotalSeconds);
            delivery = again;
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300], pauses);
        Assert.Equal((11, 0), (delivery.Attempts, delivery.Failures));
        Assert.Equal(delivery.NextAt.AddMinutes(1), Again(Decide(delivery, Failed, delivery.NextAt)).NextAt);
    }

    [Fact]
    public void Throttles_end_when_the_event_would_be_too_old_at_the_next_attempt()
    {
        var delivery = Promise();
        var config = Config with { MaximumEventAge = TimeSpan.FromSeconds(60) };
        while (Decide(delivery, Throttled, delivery.NextAt, config) is AsyncDecision.Again again)
        {
            delivery = again.Delivery;
        }

        Assert.Equal(Start.AddSeconds(31), delivery.NextAt);
        var ended = Ended(Decide(delivery, Throttled, delivery.NextAt, config));
        Assert.Equal("EventAgeExceeded", ended.Condition);
        Assert.Equal("429", ended.Letters[0].Attributes["ErrorCode"].Value);
    }

    [Theory]
    [InlineData(60, 61, true)]
    [InlineData(60, 60, false)]
    [InlineData(null, 21_600, false)]
    [InlineData(null, 21_601, true)]
    public void An_event_is_too_old_after_the_age_of_its_config_or_six_hours(int? most, int age, bool tooOld)
    {
        var config = Config with { MaximumEventAge = most is { } seconds ? TimeSpan.FromSeconds(seconds) : null };

        Assert.Equal(tooOld, AsyncInvocations.IsTooOld(Promise(), config, Start.AddSeconds(age)));
    }

    [Fact]
    public void What_was_interrupted_stays_as_it_was() =>
        Assert.IsType<AsyncDecision.Left>(Decide(Promise(), InvocationResult.Stopped, Start));

    [Fact]
    public void The_dead_letter_is_the_event_and_tells_what_the_function_said()
    {
        var letter = Ended(Decide(Promise() with { Failures = 2 }, Failed, Start)).Letters[0];

        Assert.Equal((Function.DeadLetterArn, """{"order":1}"""), (letter.Arn, letter.Body));
        Assert.Equal(Promise().RequestId, letter.Attributes["RequestID"].Value);
        Assert.Equal(new MessageAttribute("Number", "200"), letter.Attributes["ErrorCode"]);
        Assert.Equal("Sample.Thrown: no such order", letter.Attributes["ErrorMessage"].Value);
    }

    [Fact]
    public void The_destination_of_failures_gets_a_record_of_the_last_attempt()
    {
        var letter = Ended(Decide(Promise() with { Attempts = 2, Failures = 2 }, Failed, Start)).Letters[1];

        Assert.Equal((Config.OnFailureArn, "Lambda Function Invocation Result - Failure"), (letter.Arn, letter.DetailType));
        AssertJson(
            """
            {
              "version": "1.0",
              "timestamp": "2030-05-01T12:00:00.000Z",
              "requestContext": {
                "requestId": "3d4cf0e0-0000-0000-0000-000000000001",
                "functionArn": "arn:aws:lambda:eu-west-1:000000000000:function:sample:$LATEST",
                "condition": "RetriesExhausted",
                "approximateInvokeCount": 3
              },
              "requestPayload": { "order": 1 },
              "responseContext": { "statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled" },
              "responsePayload": { "errorMessage": "no such order", "errorType": "Sample.Thrown" }
            }
            """,
            letter.Body);
    }

    [Fact]
    public void The_destination_of_successes_gets_the_answer_and_the_dead_letter_queue_nothing()
    {
        var letter = Assert.Single(Ended(Decide(Promise(), Done, Start)).Letters);

        Assert.Equal((Config.OnSuccessArn, "Lambda Function Invocation Result - Success"), (letter.Arn, letter.DetailType));
        var record = JsonNode.Parse(letter.Body)!;
        Assert.Equal("Success", (string?)record["requestContext"]!["condition"]);
        AssertJson("""{"fine":true}""", record["responsePayload"]!.ToJsonString());
        AssertJson("""{"statusCode":200,"executedVersion":"$LATEST"}""", record["responseContext"]!.ToJsonString());
    }

    [Fact]
    public void An_event_that_was_never_tried_has_a_record_without_a_response()
    {
        var ended = Ended(AsyncInvocations.GiveUp(Promise(), Function, Config, Start.AddDays(1)));

        Assert.Equal("EventAgeExceeded", ended.Condition);
        var record = JsonNode.Parse(ended.Letters[1].Body)!;
        Assert.Equal(0, (int?)record["requestContext"]!["approximateInvokeCount"]);
        Assert.Null(record["responseContext"]);
    }

    [Fact]
    public void An_answer_that_is_no_JSON_is_a_text_in_the_record()
    {
        var result = new InvocationResult(InvocationOutcome.Succeeded, Encoding.UTF8.GetBytes("no {json"));

        var record = JsonNode.Parse(Ended(Decide(Promise(), result, Start)).Letters[0].Body)!;

        Assert.Equal("no {json", (string?)record["responsePayload"]);
    }

    private static AsyncDecision Decide(Delivery delivery, InvocationResult result, DateTimeOffset now, EventInvokeConfig? config = null) =>
        AsyncInvocations.Decide(delivery, result, Function, config ?? Config, now);

    private static Delivery Promise() =>
        new(1, Function.Arn, """{"order":1}""", Start, Start) { RequestId = "3d4cf0e0-0000-0000-0000-000000000001" };

    private static Delivery Again(AsyncDecision decision) => Assert.IsType<AsyncDecision.Again>(decision).Delivery;

    private static AsyncDecision.Ended Ended(AsyncDecision decision) => Assert.IsType<AsyncDecision.Ended>(decision);

    private static void AssertJson(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);
}

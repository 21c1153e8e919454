using System.Net;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

public sealed class StsTests
{
    private const string RoleArn = "arn:aws:iam::123456789012:role/orders";
    private const string Root = "arn:aws:iam::123456789012:root";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("developer", "arn:aws:iam::123456789012:root", "123456789012", "123456789012")]
    [InlineData("210987654321", "arn:aws:iam::210987654321:root", "210987654321", "210987654321")]
    [InlineData("LOCALOrders", "arn:aws:sts::123456789012:assumed-role/orders/Orders", "123456789012", "AROA.{17}:Orders")]
    public async Task Tells_who_asks(string accessKey, string arn, string account, string userId)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());

        var (status, answer) = await AskAsync(laptop, accessKey, "Action=GetCallerIdentity");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((arn, account), (Text(answer, "Arn"), Text(answer, "Account")));
        Assert.Matches($"^{userId}$", Text(answer, "UserId"));
    }

    [Fact]
    public async Task Tells_it_in_JSON_too()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Headers = { { "X-Amz-Target", "AWSSecurityTokenServiceV20110615.GetCallerIdentity" } },
        };

        using var response = await laptop.Http.SendAsync(request, Cancelled);

        Assert.Equal(
            $$"""{"UserId":"123456789012","Account":"123456789012","Arn":"{{Root}}"}""",
            await response.Content.ReadAsStringAsync(Cancelled));
    }

    [Theory]
    [InlineData(Root, null, "developer", true)]
    [InlineData("*", null, "developer", true)]
    [InlineData("lambda.amazonaws.com", null, "developer", false)]
    [InlineData("arn:aws:iam::210987654321:root", null, "developer", false)]
    [InlineData("arn:aws:iam::210987654321:root", null, "210987654321", true)]
    [InlineData(RoleArn, null, "LOCALOrders", true)]
    [InlineData(Root, null, "LOCALOrders", false)]
    [InlineData(Root, "sts:AssumeRole", "LOCALOrders", true)]
    [InlineData("lambda.amazonaws.com", "sts:AssumeRole", "LOCALOrders", false)]
    public async Task A_role_is_assumed_only_by_whom_it_trusts(string trusted, string? mayDo, string accessKey, bool allowed)
    {
        await using var laptop = await TestEndpoints.StartAsync(Model(trusted, mayDo));

        var (status, answer) = await AskAsync(
            laptop, accessKey, $"Action=AssumeRole&RoleSessionName=trying&RoleArn={Uri.EscapeDataString(RoleArn)}");

        Assert.Equal(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, status);
        if (!allowed)
        {
            Assert.Equal("AccessDenied", Text(answer, "Code"));
            Assert.EndsWith($"is not authorized to perform: sts:AssumeRole on resource: {RoleArn}", Text(answer, "Message"));
        }
    }

    [Fact]
    public async Task A_session_may_do_what_its_role_may_until_it_is_over()
    {
        var time = new ManualTime(new DateTimeOffset(2026, 11, 28, 9, 0, 0, TimeSpan.Zero));
        await using var laptop = await TestEndpoints.StartAsync(Model(Root, "sqs:SendMessage"), time: time);
        var (_, answer) = await AskAsync(
            laptop, "developer", $"Action=AssumeRole&RoleSessionName=trying&DurationSeconds=900&RoleArn={Uri.EscapeDataString(RoleArn)}");
        var key = Text(answer, "AccessKeyId");
        using var session = laptop.Sqs(new SessionAWSCredentials(key, Text(answer, "SecretAccessKey"), Text(answer, "SessionToken")));
        using var withoutToken = laptop.Sqs(key);
        using var developer = laptop.Sqs();
        var url = (await developer.GetQueueUrlAsync("confirmations", Cancelled)).QueueUrl;

        await session.SendMessageAsync(new SendMessageRequest(url, "x"), Cancelled);
        var denied = await ErrorAsync(() => session.ReceiveMessageAsync(new ReceiveMessageRequest(url), Cancelled));
        var refused = await ErrorAsync(() => withoutToken.SendMessageAsync(new SendMessageRequest(url, "x"), Cancelled));
        time.Advance(TimeSpan.FromSeconds(900));
        var late = await ErrorAsync(() => session.SendMessageAsync(new SendMessageRequest(url, "x"), Cancelled));

        Assert.Equal("2026-11-28T09:15:00Z", Text(answer, "Expiration"));
        Assert.Equal("arn:aws:sts::123456789012:assumed-role/orders/trying", Text(answer, "Arn"));
        Assert.Equal(
            ("AccessDeniedException", "UnrecognizedClientException", "ExpiredTokenException"), (denied, refused, late));
    }

    [Theory]
    [InlineData("RoleSessionName=trying&RoleArn=arn:aws:iam::123456789012:role/nobody", "AccessDenied", "role/nobody")]
    [InlineData("RoleSessionName=trying", "MissingParameter", "RoleArn")]
    [InlineData("RoleSessionName=a%20b&RoleArn=x", "ValidationError", "'roleSessionName' failed to satisfy constraint")]
    [InlineData("RoleSessionName=trying&RoleArn=x&DurationSeconds=899", "ValidationError", "greater than or equal to 900")]
    [InlineData("RoleSessionName=trying&RoleArn=x&DurationSeconds=43201", "ValidationError", "less than or equal to 43200")]
    [InlineData("RoleSessionName=trying&RoleArn=x&DurationSeconds=long", "MalformedInput", "must be a whole number, not 'long'")]
    [InlineData("RoleSessionName=trying&RoleArn=x&PolicyArns.member.1.arn=y", "ValidationError", "evaluates no session policies")]
    public async Task What_cannot_be_assumed_is_refused(string form, string code, string message)
    {
        await using var laptop = await TestEndpoints.StartAsync(Model(Root));

        var (_, answer) = await AskAsync(laptop, "developer", "Action=AssumeRole&" + form);

        Assert.Equal(code, Text(answer, "Code"));
        Assert.Contains(message, Text(answer, "Message"), StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_only_so_many_sessions_and_the_next_one_ends_the_one_nearest_its_end()
    {
        var sessions = new Sessions(new ManualTime());
        var role = TestCloud.Model().Roles[0];
        var first = sessions.Start(role, "first", TimeSpan.FromHours(2));
        var shortest = sessions.Start(role, "shortest", TimeSpan.FromHours(1));
        for (var i = 2; i < Sessions.Most; i++)
        {
            sessions.Start(role, "more", TimeSpan.FromHours(3));
        }

        var last = sessions.Start(role, "last", TimeSpan.FromHours(3));

        Assert.Equal([first, null, last], new[] { first, shortest, last }.Select(session => sessions.Find(session.AccessKeyId)));
    }

    private static CloudModel Model(string trusted, string? mayDo = null)
    {
        var model = TestCloud.Model(rolePolicy: mayDo is null ? [] : [TestCloud.Allow(mayDo, "*")]);
        var trust = TestCloud.Allow("sts:AssumeRole", "*") with { Principals = [trusted], Resources = [] };
        return model with { Roles = [model.Roles[0] with { Trust = [trust] }] };
    }

    private static async Task<(HttpStatusCode Status, XElement Answer)> AskAsync(TestEndpoints laptop, string accessKey, string form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent("Version=2011-06-15&" + form, null, "application/x-www-form-urlencoded"),
        };
        Assert.True(request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={accessKey}/20261128/eu-central-1/sts/aws4_request"));
        using var response = await laptop.Http.SendAsync(request, Cancelled);
        return (response.StatusCode, XElement.Parse(await response.Content.ReadAsStringAsync(Cancelled)));
    }

    private static string Text(XElement answer, string element) => answer.Descendants().Single(e => e.Name.LocalName == element).Value;

    private static async Task<string> ErrorAsync(Func<Task> call) => (await Assert.ThrowsAnyAsync<AmazonSQSException>(call)).ErrorCode;
}

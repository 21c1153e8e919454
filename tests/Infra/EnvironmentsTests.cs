using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.Logs;

namespace Waybill.Infra;

/// <summary>Settings are read completely or not at all, and a complaint says which, where, and what is allowed.</summary>
public sealed class EnvironmentsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-settings-");

    [Fact]
    public void Reads_every_setting_of_the_chosen_environment()
    {
        var prod = SynthesizedStacks.Settings("prod");

        Assert.Equal(("prod", "333333333333", "eu-central-1"), (prod.Name, prod.Account, prod.Region));
        Assert.Equal((RetentionDays.SIX_MONTHS, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE), (prod.LogRetention, prod.RemovalPolicy));
        Assert.Equal(300, prod.Alarms.OldestMessageSeconds);
        Assert.Equal("https://logistics.shop.example", prod.Own.Url("logisticsUrl"));
    }

    [Fact]
    public void Knows_dev_staging_and_prod() => Assert.Equal(["dev", "staging", "prod"], Environments.Names(CdkJson.Find().File));

    [Fact]
    public void An_unknown_environment_is_answered_with_the_known_ones()
    {
        var wrong = Assert.Throws<ConfigurationException>(() => SynthesizedStacks.Settings("produktion"));

        Assert.Contains("'produktion'", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("dev, staging, prod", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("cdk.json", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("account")]
    [InlineData("archiveRetentionDays")]
    [InlineData("removalPolicy")]
    [InlineData("settings")]
    [InlineData("alarms")]
    public void A_missing_setting_is_named_with_its_file(string key)
    {
        var wrong = Complaint(dev => dev.Remove(key));

        Assert.Contains($"cdk.json /context/environments/dev/{key} is missing", wrong, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("account", "\"1234\"", "12 digits")]
    [InlineData("account", "111111111111", "12 digits")]
    [InlineData("region", "\"Frankfurt\"", "eu-central-1")]
    [InlineData("archiveRetentionDays", "0", "above 0")]
    [InlineData("archiveRetentionDays", "1.5", "above 0")]
    [InlineData("archiveRetentionDays", "\"14\"", "above 0")]
    [InlineData("schemaCheckPercent", "101", "from 0 to 100")]
    [InlineData("logRetention", "\"A_WHILE\"", "ONE_WEEK")]
    [InlineData("removalPolicy", "\"1\"", "RETAIN_ON_UPDATE_OR_DELETE")]
    [InlineData("removalPolicy", "\"RETAIN\"", "RETAIN_ON_UPDATE_OR_DELETE")]
    [InlineData("producers", "5", "an object")]
    [InlineData("standIns", "\"no\"", "true or false")]
    [InlineData("architecture", "\"arm\"", "one of arm64, x86_64")]
    [InlineData("packaging", "\"aot\"", "one of readyToRun, nativeAot")]
    [InlineData("tracing", "\"on\"", "off, active, or the ARN of a version of a layer that holds a collector")]
    [InlineData("tracing", "\"arn:aws:lambda:eu-central-1:901920570463:layer:aws-otel-collector\"", "a version of a layer")]
    [InlineData("alarms", "5", "an object")]
    [InlineData("projections", "5", "an object")]
    public void An_invalid_setting_is_named_with_what_is_allowed(string key, string value, string allowed)
    {
        var wrong = Complaint(dev => dev[key] = JsonNode.Parse(value));

        Assert.Contains($"cdk.json /context/environments/dev/{key} is {value}", wrong, StringComparison.Ordinal);
        Assert.Contains(allowed, wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_that_a_team_reads_by_name_is_checked_as_the_others_are()
    {
        var own = Changed(dev => (dev["settings"]!["logisticsUrl"], dev["settings"]!["senderAddress"]) = ("logistics.shop.example", 5)).Own;

        Assert.EndsWith(
            "cdk.json /context/environments/dev/settings/logisticsUrl is \"logistics.shop.example\"; it must be an http(s) URL.",
            Assert.Throws<ConfigurationException>(() => own.Url("logisticsUrl")).Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "/settings/senderAddress is 5; it must be an address.",
            Assert.Throws<ConfigurationException>(() => own.Matching("senderAddress", "@", "an address")).Message,
            StringComparison.Ordinal);
        Assert.EndsWith(
            "/settings/missing is missing; it must be an http(s) URL.",
            Assert.Throws<ConfigurationException>(() => own.Url("missing")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_invalid_threshold_is_named_with_its_whole_path() =>
        Assert.Contains(
            "/context/environments/dev/alarms/functionErrors is -1",
            Complaint(dev => dev["alarms"]!["functionErrors"] = -1), StringComparison.Ordinal);

    [Theory]
    [InlineData("email", "[\"nobody\"]", "mail addresses")]
    [InlineData("email", "\"on-call@shop.example\"", "a list")]
    [InlineData("https", "[\"http://pager.example\"]", "https URLs")]
    [InlineData("https", "[5]", "https URLs")]
    public void Who_is_told_of_alarms_is_a_list_of_addresses(string key, string value, string allowed)
    {
        var wrong = Complaint(dev => dev["alarms"]![key] = JsonNode.Parse(value));

        Assert.Contains($"/context/environments/dev/alarms/{key} is {value}", wrong, StringComparison.Ordinal);
        Assert.Contains(allowed, wrong, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dev-2")]
    [InlineData("dev.2")]
    public void An_environments_name_cannot_begin_like_anothers(string name)
    {
        var json = JsonNode.Parse(File.ReadAllText(CdkJson.Find().File))!;
        json["context"]!["environments"]![name] = json["context"]!["environments"]!["dev"]!.DeepClone();
        var file = Path.Combine(_folder.FullName, "cdk.json");
        File.WriteAllText(file, json.ToJsonString());

        var wrong = Assert.Throws<ConfigurationException>(() => Environments.Read(file, name)).Message;

        Assert.Contains(
            $"/context/environments/{name}: an environment is called by letters and digits only", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_setting_is_not_ignored() => Assert.Contains(
        "/context/environments/dev/regoin is not a setting", Complaint(dev => dev["regoin"] = "eu-west-1"), StringComparison.Ordinal);

    [Theory]
    [InlineData(14, 13)]
    [InlineData(14, 14)]
    [InlineData(14, 28)]
    public void Nothing_is_synthesized_when_consumers_forget_before_a_replay_can_reach_them(int archive, int idempotency)
    {
        var wrong = Complaint(dev => (dev["archiveRetentionDays"], dev["idempotencyRetentionDays"]) = (archive, idempotency));

        Assert.Contains($"idempotencyRetentionDays is {idempotency}", wrong, StringComparison.Ordinal);
        Assert.Contains($"must be more than {archive + 14}", wrong, StringComparison.Ordinal);
        Assert.Contains("replay", wrong, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Consumers_remember_for_longer_than_the_archive_keeps(string environment)
    {
        var settings = SynthesizedStacks.Settings(environment);

        Assert.True(settings.IdempotencyRetentionDays > settings.ArchiveRetentionDays);
    }

    [Fact]
    public void Functions_that_are_not_built_are_reported_with_the_command_that_builds_them()
    {
        var cdkJson = new CdkJson(Path.Combine(_folder.FullName, "cdk.json"));

        var wrong = Assert.Throws<ConfigurationException>(() => cdkJson.FunctionCode("Notifications", "lambda"));

        Assert.Contains("Notifications", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("dotnet build infra", wrong.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>What is said about a <c>cdk.json</c> whose dev environment was changed like this.</summary>
    private string Complaint(Action<JsonObject> change) => Assert.Throws<ConfigurationException>(() => Changed(change)).Message;

    private EnvironmentSettings Changed(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(CdkJson.Find().File))!;
        change(json["context"]!["environments"]!["dev"]!.AsObject());
        var file = Path.Combine(_folder.FullName, "cdk.json");
        File.WriteAllText(file, json.ToJsonString());
        return Environments.Read(file, "dev");
    }
}

using System.Text;

namespace Waybill.EventPatterns.Tests;

/// <summary>A field is found in an event wherever it stands there, whatever is passed over before it and however alike keys are.</summary>
public sealed class FieldTests
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    [Theory]
    [InlineData("0")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"\\\"\"")]
    [InlineData("\"\\\\\"")]
    [InlineData("\"\\\\\\\"a\\\\\\\":{[\"")]
    [InlineData("\"}],\\\"a\\\":{[\"")]
    [InlineData("{\"a\":\"x\"}")]
    [InlineData("{\"r\":{\"a\":\"}\\\\\"},\"s\":[{},[\"]\"],{\"a\":\"x\"}]}")]
    [InlineData("[[[{\"a\":\"\\\"]\"}]],[[]],{\"a\":{\"a\":\"x\"}}]")]
    public void What_is_passed_over_hides_nothing_behind_it(string value)
    {
        var top = EventPattern.Parse("""{"a":["y"]}""");
        var inner = EventPattern.Parse("""{"b":{"c":["z"]},"a":["y"]}""");
        for (var length = 0; length < 140; length++)
        {
            var text = new string('x', length);
            AssertMatches(true, top, $"{{\"{text}\":\"{text}\",\"q\":{value},\"a\":\"y\"}}");
            AssertMatches(true, top, $"{{\"q\":[\"{text}\",{value},\"{text}\"],\"a\":\"y\"}}");
            AssertMatches(true, inner, $"{{\"b\":{{\"p\":\"{text}\",\"c\":\"z\",\"q\":{value}}},\"a\":\"y\"}}");
            AssertMatches(false, inner, $"{{\"b\":{{\"p\":\"{text}\",\"q\":{value}}},\"c\":\"z\",\"a\":\"y\"}}");
        }
    }

    [Theory]
    [InlineData('\\')]
    [InlineData('{')]
    [InlineData(']')]
    [InlineData(':')]
    public void However_many_of_one_character_a_string_has_it_ends_at_its_quote(char character)
    {
        var pattern = EventPattern.Parse("""{"a":["y"]}""");
        for (var length = 0; length < 140; length++)
        {
            var text = new string(character, 2 * length);
            AssertMatches(true, pattern, $"{{\"q\":\"{text}\",\"a\":\"y\"}}");
            AssertMatches(true, pattern, $"{{\"q\":[\" {text}\"],\"a\":\"y\"}}");
            AssertMatches(false, pattern, $"{{\"q\":\"{text}\\\",\\\"a\\\":\\\"y\\\"\"}}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"q\":0,")]
    [InlineData("\"q\":\"a key or two before it\", ")]
    [InlineData("\"q\":{},\n\t")]
    [InlineData("\"q\":[],\r")]
    [InlineData(" ")]
    public void A_key_is_told_from_those_that_are_nearly_the_same(string before)
    {
        for (var length = 1; length < 40; length++)
        {
            var key = Letters[..length];
            var pattern = EventPattern.Parse($"{{\"{key}\":[\"y\"]}}");
            foreach (var space in new[] { "", " ", "\r\n\t" })
            {
                Assert.True(Matches(pattern, key), key);
                Assert.False(Matches(pattern, $"-{key}"), key);
                Assert.False(Matches(pattern, $"\\\"{key}"), key);
                Assert.False(Matches(pattern, $"a key \\\"{key}"), key);
                Assert.False(Matches(pattern, $"{key}-"), key);
                Assert.False(Matches(pattern, $"-{key[1..]}"), key);
                Assert.False(Matches(pattern, key[1..]), key);
                Assert.False(Matches(pattern, key[Math.Min(2, length)..]), key);
                Assert.False(Matches(pattern, $"{key[..^1]}-"), key);

                bool Matches(EventPattern rule, string written) =>
                    rule.Matches(Encoding.UTF8.GetBytes($"{{{before}\"{written}\"{space}:{space}\"y\"}}"));
            }
        }
    }

    [Theory]
    [InlineData("\\\"")]
    [InlineData("\\\\")]
    [InlineData("\\\\\\\"")]
    [InlineData("\\\"\\\\")]
    [InlineData("\\\"x\\\"")]
    [InlineData("x\\\"y")]
    [InlineData("\\\\x\\\\")]
    public void A_key_with_quotes_and_backslashes_is_one_key(string key)
    {
        var pattern = EventPattern.Parse($"{{\"{key}\":[\"y\"],\"a\":[\"y\"]}}");
        foreach (var before in new[] { "", "\"q\":\"a key or two before it\",", " \"q\\\\\":0, " })
        {
            AssertMatches(true, pattern, $"{{{before}\"{key}\":\"y\",\"a\":\"y\"}}");
            AssertMatches(true, pattern, $"{{\"a\":\"y\",{before}\"{key}\" : \"y\"}}");
            AssertMatches(false, pattern, $"{{{before}\"x{key}\":\"y\",\"a\":\"y\"}}");
            AssertMatches(false, pattern, $"{{{before}\"\\\\{key}\":\"y\",\"a\":\"y\"}}");
        }
    }

    [Fact]
    public void Many_keys_that_end_alike_are_told_apart()
    {
        for (var count = 1; count < 20; count++)
        {
            var keys = Letters[..count].Select(letter => $"{letter}-key").ToList();
            var pattern = EventPattern.Parse($"{{{string.Join(',', keys.Select((key, i) => $"\"{key}\":[{i}]"))}}}");
            AssertMatches(true, pattern, $"{{{string.Join(',', keys.Select((key, i) => $"\"{key}\":{i}"))}}}");
            AssertMatches(false, pattern, $"{{{string.Join(',', keys.Select((key, i) => $"\"{key}\":{i + 1}"))}}}");
            AssertMatches(false, pattern, $"{{{string.Join(',', keys.Select((key, i) => $"\"-{key}\":{i}"))}}}");
        }
    }

    private static void AssertMatches(bool expected, EventPattern pattern, string @event) =>
        Assert.True(expected == pattern.Matches(Encoding.UTF8.GetBytes(@event)), $"{expected} expected\n{pattern}\n{@event}");
}

using System.Text.Json;
using System.Text.Unicode;

namespace Waybill.Cli.Patterns;

/// <summary>One line that <c>waybill patterns</c> was given, as far as it could be read.</summary>
/// <param name="Id">The JSON text of the id; <c>null</c> if there is none.</param>
/// <param name="Pattern">The pattern's JSON text in UTF-8; null only if there is a complaint.</param>
/// <param name="Event">The event's; null if none was given.</param>
/// <param name="Complaint">What is wrong with the line, if something is.</param>
internal sealed record PatternQuestion(byte[] Id, byte[]? Pattern, byte[]? Event, string? Complaint)
{
    private const int Depth = 1000;

    public static PatternQuestion Unreadable(string complaint) => new("null"u8.ToArray(), null, null, complaint);

    public static PatternQuestion Read(ReadOnlySpan<byte> line)
    {
        var question = Unreadable("It has no member 'pattern'.");
        try
        {
            Read(line, ref question);
        }
        catch (JsonException e)
        {
            question = question with { Complaint = $"It is not JSON: {e.Message}" };
        }

        return Utf8.IsValid(line) ? question : question with { Complaint = "It is not UTF-8." };
    }

    private static void Read(ReadOnlySpan<byte> line, ref PatternQuestion question)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = Depth });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("a JSON object is wanted, with members id, pattern and event.");
        }

        string? wrongType = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Utf8Text.Of(reader.ValueSpan);
            reader.Read();
            if (name.AsSpan().SequenceEqual("pattern"u8))
            {
                question = question with { Pattern = Text(ref reader), Complaint = null };
                wrongType ??= question.Pattern is null ? "Its member 'pattern' is not a string that holds JSON text." : null;
            }
            else if (name.AsSpan().SequenceEqual("event"u8))
            {
                question = question with { Event = Text(ref reader) };
                wrongType ??= question.Event is null && reader.TokenType != JsonTokenType.Null
                    ? "Its member 'event' is neither a string that holds JSON text nor null."
                    : null;
            }

            var value = Skip(line, ref reader);
            question = name.AsSpan().SequenceEqual("id"u8) && Utf8.IsValid(value) ? question with { Id = OnOneLine(value) } : question;
        }

        // What follows the object must be nothing; the reader throws if it is not.
        reader.Read();
        question = question with { Complaint = wrongType ?? question.Complaint };
    }

    private static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> line, ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return line[start..(int)reader.BytesConsumed];
    }

    /// <summary>A carriage return outside strings is only space, which some drivers take for the end of a line.</summary>
    private static byte[] OnOneLine(ReadOnlySpan<byte> json)
    {
        var copy = json.ToArray();
        copy.AsSpan().Replace((byte)'\r', (byte)' ');
        return copy;
    }

    private static byte[]? Text(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? Utf8Text.Of(reader.ValueSpan) : null;
}

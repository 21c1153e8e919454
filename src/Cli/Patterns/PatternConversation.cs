using System.Buffers;
using System.Text;
using System.Text.Json;
using Waybill.EventPatterns;

namespace Waybill.Cli.Patterns;

/// <summary>Answers each line of a stream with one, at once, until the stream ends.</summary>
/// <remarks>No line ends it: one that cannot be read is answered with <c>error</c> like a pattern that is refused.</remarks>
internal static class PatternConversation
{
    /// <summary>The longest line that is read: the largest event there can be, escaped as badly as can be, and a pattern.</summary>
    public const int MaxLineBytes = 16 * 1024 * 1024;

    public static void Hold(Stream input, Stream output)
    {
        var lines = new BoundedLines(input, MaxLineBytes);
        var buffer = new ArrayBufferWriter<byte>();
        while (lines.TryRead(out var line, out var isTooLong))
        {
            var question = isTooLong ? PatternQuestion.Unreadable($"It is longer than {MaxLineBytes} bytes.") : PatternQuestion.Read(line);
            buffer.ResetWrittenCount();
            Write(buffer, question.Id, Answer(question));
            try
            {
                output.Write(buffer.WrittenSpan);
                output.Flush();
            }
            catch (IOException)
            {
                // Nobody listens any more, so nobody has another question.
                return;
            }
        }
    }

    private static (string Result, string Message) Answer(PatternQuestion question)
    {
        if (question.Complaint is not null)
        {
            return ("error", $"The line cannot be read. {question.Complaint}");
        }

        try
        {
            var pattern = EventPattern.Parse(question.Pattern);
            return question.Event is null ? ("valid", "") : Decide(pattern, question.Event);
        }
        catch (InvalidEventPatternException e)
        {
            return ("error", e.Message);
        }
        catch (Exception e)
        {
            // The promise is that no line ends the conversation, not even one that finds a mistake of ours.
            return ("error", $"This is a mistake in waybill: {e}");
        }
    }

    private static (string Result, string Message) Decide(EventPattern pattern, byte[] @event) =>
        pattern.Matches(@event) ? ("match", "") : ("no", pattern.Explain(@event));

    private static void Write(ArrayBufferWriter<byte> buffer, byte[] id, (string Result, string Message) answer)
    {
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("id"u8);
            writer.WriteRawValue(id, skipInputValidation: true);
            writer.WriteString("result"u8, answer.Result);
            // A message may quote half a surrogate pair, which the writer refuses and the encoding replaces.
            writer.WriteString("message"u8, Encoding.UTF8.GetBytes(answer.Message));
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Waybill.EventPatterns.Text;

/// <summary>Reads a pattern's text into <see cref="PatternNode"/>s, up to its closing brace; what follows is ignored.</summary>
internal static class PatternReader
{
    public static PatternNode Read(PatternSource source)
    {
        if (!Utf8.IsValid(source.Utf8))
        {
            throw source.Refuse("Invalid UTF-8", 0, string.Empty);
        }

        var reader = new Utf8JsonReader(source.Utf8, new JsonReaderOptions { MaxDepth = JsonLimits.Depth });
        PatternNode? open = null;
        var key = string.Empty;
        while (true)
        {
            var read = (int)reader.BytesConsumed;
            if (!TryRead(ref reader, out var failure))
            {
                return Root(open, Broken(source, failure, read, open), key);
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                key = Wtf8.ToUtf16(Wtf8.Unescape(reader.ValueSpan));
                continue;
            }

            var node = open;
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                open!.End = (int)reader.BytesConsumed;
                open = open.Parent;
            }
            else
            {
                node = Node(source, ref reader);
                open?.Add(node, key);
                open = node.Kind is NodeKind.Object or NodeKind.Array ? node : open;
            }

            if (open is null)
            {
                return node!;
            }
        }
    }

    private static bool TryRead(ref Utf8JsonReader reader, [NotNullWhen(false)] out JsonException? failure)
    {
        try
        {
            failure = null;
            return reader.Read();
        }
        catch (JsonException e)
        {
            failure = e;
            return false;
        }
    }

    private static PatternNode Node(PatternSource source, ref Utf8JsonReader reader)
    {
        var kind = reader.TokenType switch
        {
            JsonTokenType.StartObject => NodeKind.Object,
            JsonTokenType.StartArray => NodeKind.Array,
            JsonTokenType.String => NodeKind.String,
            JsonTokenType.Number => NodeKind.Number,
            JsonTokenType.True => NodeKind.True,
            JsonTokenType.False => NodeKind.False,
            _ => NodeKind.Null,
        };
        var end = (int)reader.BytesConsumed;
        if (kind == NodeKind.Number && reader.ValueSpan.Length > JsonLimits.NumberLength)
        {
            var length = reader.ValueSpan.Length;
            return Broken(source, end, $"Number value length ({length}) exceeds the maximum allowed ({JsonLimits.NumberLength})");
        }

        // Survives: a token is the same with its escapes resolved, as it has none.
        var text = kind is NodeKind.String or NodeKind.Number ? Wtf8.Unescape(reader.ValueSpan) : [];
        return new PatternNode(source, kind, (int)reader.TokenStartIndex, end) { Text = text };
    }

    private static PatternNode Root(PatternNode? open, PatternNode broken, string key)
    {
        open?.Add(broken, key);
        var root = broken;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return root;
    }

    private static PatternNode Broken(PatternSource source, JsonException failure, int read, PatternNode? container)
    {
        var offset = source.Offset(failure.LineNumber ?? 0, failure.BytePositionInLine ?? 0);
        var (reason, end) = new JsonComplaint(source, read, Math.Clamp(offset, read, source.Utf8.Length), container).Describe();
        return Broken(source, end, reason);
    }

    private static PatternNode Broken(PatternSource source, int end, string complaint) =>
        new(source, NodeKind.Broken, end, end) { Text = Encoding.UTF8.GetBytes(complaint) };
}

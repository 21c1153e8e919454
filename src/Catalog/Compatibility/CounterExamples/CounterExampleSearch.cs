using System.Text.Json;
using Waybill.Catalog.Compatibility.Containment;

namespace Waybill.Catalog.Compatibility.CounterExamples;

/// <summary>Looks for a value that its writer may write and its reader refuses; what it finds is certain, what it does not find proves nothing.</summary>
internal sealed class CounterExampleSearch(SchemaDocument writer, SchemaDocument reader, bool asWritten)
{
    /// <summary>A value both validators have judged; null when none was found.</summary>
    public JsonElement? Find() =>
        writer.Validator is null || reader.Validator is null ? null : Among(pairs: false) ?? Among(pairs: true);

    private JsonElement? Among(bool pairs)
    {
        var candidates = new Candidates(asWritten, pairs).ForWhole(
            Conjunction.Of(writer.Root), new Place(Mentions.Of(writer.Root), Mentions.Of(reader.Root)));
        foreach (var candidate in candidates)
        {
            var value = JsonElement.Parse(candidate);
            if (writer.Accepts(writer.Root, value) == true && reader.Accepts(reader.Root, value) == false)
            {
                return value;
            }
        }

        return null;
    }
}

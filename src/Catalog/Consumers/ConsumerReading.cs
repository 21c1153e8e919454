using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Consumers;

/// <summary>What a consumer's record declares that it reads of the events it hears.</summary>
/// <param name="Team">Folder below <c>functions/</c>.</param>
/// <param name="Consumer">The class that implements <c>IConsumer&lt;Record&gt;</c>.</param>
/// <param name="Record">Name of the record.</param>
/// <param name="File">Where the record is declared; where the consumer is, when the record cannot be found.</param>
/// <param name="Line">From 1.</param>
/// <param name="Fields">Every field, nested ones after the one around them.</param>
public sealed record ConsumerReading(string Team, string Consumer, string Record, string File, int Line, IReadOnlyList<ReadField> Fields)
{
    /// <summary>Whether it is declared <c>[Repeatable]</c>: it keeps no record of what it has done.</summary>
    public bool IsRepeatable { get; init; }
}

/// <summary>A method that Lambda starts as a function: <c>[LambdaFunction]</c>, with the inbox of a consumer.</summary>
/// <param name="Team">Folder below <c>functions/</c>.</param>
/// <param name="Function">The method's name.</param>
/// <param name="Consumer">The first type argument of its <c>Inbox&lt;…&gt;</c>.</param>
/// <param name="File">Where it is.</param>
/// <param name="Line">From 1.</param>
public sealed record EntryLine(string Team, string Function, string Consumer, string File, int Line);

/// <summary>One field of such a record, as System.Text.Json reads it.</summary>
/// <param name="Path">Where in <c>data</c>: a JSON pointer with <c>*</c> for any item or any name, such as <c>/items/*/sku</c>.</param>
/// <param name="Kinds">What it can be read from.</param>
/// <param name="Type">Its C# type, as written.</param>
/// <param name="AllowsAbsence">Whether it may be missing: its type is nullable, or it has a default.</param>
/// <param name="File">Where it is declared.</param>
/// <param name="Line">From 1.</param>
public sealed record ReadField(string Path, JsonKinds Kinds, string Type, bool AllowsAbsence, string File, int Line);

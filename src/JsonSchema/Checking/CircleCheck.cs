using System.Runtime.CompilerServices;

namespace Waybill.JsonSchemas.Checking;

/// <summary>Refuses a schema that refers to itself without first going into the value: checking it would never end.</summary>
internal sealed class CircleCheck
{
    private readonly Action<string, string> _refuse;
    private readonly HashSet<Subschema> _underway = [];
    private readonly HashSet<Subschema> _done = [];

    private CircleCheck(Action<string, string> refuse) => _refuse = refuse;

    public static void Run(IEnumerable<Subschema> schemas, Action<string, string> refuse)
    {
        var check = new CircleCheck(refuse);
        foreach (var schema in schemas)
        {
            check.Visit(schema);
        }
    }

    private void Visit(Subschema schema)
    {
        if (!_done.Add(schema))
        {
            return;
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            _refuse(schema.Pointer, "schemas are chained too deeply to be checked");
            return;
        }

        _underway.Add(schema);
        foreach (var keyword in schema.Keywords)
        {
            foreach (var next in keyword.AppliedInPlace)
            {
                Follow(keyword, next);
            }
        }

        _underway.Remove(schema);
    }

    private void Follow(Keyword keyword, Subschema next)
    {
        if (_underway.Contains(next))
        {
            _refuse(keyword.Pointer, $"leads back to '#{next.Pointer}' without going deeper into the value");
        }
        else
        {
            Visit(next);
        }
    }
}

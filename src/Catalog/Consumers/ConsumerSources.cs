using Microsoft.CodeAnalysis.CSharp.Syntax;
using Waybill.Catalog.Findings;

namespace Waybill.Catalog.Consumers;

/// <summary>What every consumer declares that it reads, from the C# source of <c>functions/&lt;Team&gt;</c>; nothing is built.</summary>
public sealed record ConsumerSources
{
    internal static readonly FindingRule Unreadable = new("reading/source", Severity.Error);

    public required IReadOnlyList<ConsumerReading> Readings { get; init; }

    /// <summary>What Lambda starts them by.</summary>
    public IReadOnlyList<EntryLine> EntryLines { get; init; } = [];

    /// <summary>What could not be read.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <param name="folder">Usually <c>functions</c>; each folder in it is a team's.</param>
    /// <param name="shownAs">The folder as findings name it.</param>
    public static ConsumerSources Read(string folder, string shownAs)
    {
        if (!Directory.Exists(folder))
        {
            var missing = Unreadable.At(shownAs, null, "is no folder", "the folder with one project a team");
            return new ConsumerSources { Readings = [], Findings = [missing] };
        }

        var teams = Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).AsParallel().AsOrdered()
            .Select(team => ReadTeam(team, Path.GetFileName(team), shownAs.TrimEnd('/'))).ToList();
        return new ConsumerSources
        {
            Readings = [.. teams.SelectMany(team => team.Readings)],
            EntryLines = [.. teams.SelectMany(team => team.EntryLines)],
            Findings = [.. teams.SelectMany(team => team.Findings)],
        };
    }

    private static (List<ConsumerReading> Readings, List<EntryLine> EntryLines, List<Finding> Findings) ReadTeam(
        string folder, string team, string shownAs)
    {
        var files = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(path => !IsBuilt(folder, path))
            .Order(StringComparer.Ordinal)
            .Select(path => SourceFile.Read(path, $"{shownAs}/{team}/{Path.GetRelativePath(folder, path).Replace('\\', '/')}")).ToList();
        var records = new RecordReader(files);
        var readings = files.SelectMany(file => Consumers(file).Select(one => records.Read(team, one.Class, one.Record, file)));
        return ([.. readings], [.. files.SelectMany(file => EntryLinesOf(team, file))], [.. files.SelectMany(file => file.Findings)]);
    }

    /// <summary>Classes whose base list has <c>IConsumer&lt;Record&gt;</c>.</summary>
    private static IEnumerable<(ClassDeclarationSyntax Class, TypeSyntax Record)> Consumers(SourceFile file) =>
        from declared in file.Root.DescendantNodes().OfType<ClassDeclarationSyntax>()
        from named in declared.BaseList?.Types ?? default
        let type = named.Type is QualifiedNameSyntax qualified ? qualified.Right : named.Type
        where type is GenericNameSyntax { Identifier.Text: "IConsumer", TypeArgumentList.Arguments.Count: 1 }
        select (declared, ((GenericNameSyntax)type).TypeArgumentList.Arguments[0]);

    /// <summary>Methods with the attribute <c>LambdaFunction</c> and a parameter <c>Inbox&lt;Consumer, Record&gt;</c>.</summary>
    private static IEnumerable<EntryLine> EntryLinesOf(string team, SourceFile file) =>
        from method in file.Root.DescendantNodes().OfType<MethodDeclarationSyntax>()
        where method.AttributeLists.SelectMany(list => list.Attributes).Any(one => JsonType.NameOf(one.Name) is "LambdaFunction")
        from parameter in method.ParameterList.Parameters
        let inbox = parameter.Type as GenericNameSyntax
        where inbox is { Identifier.Text: "Inbox", TypeArgumentList.Arguments.Count: 2 }
        let consumer = JsonType.NameOf(inbox.TypeArgumentList.Arguments[0])
        select new EntryLine(team, method.Identifier.Text, consumer, file.Shown, file.LineOf(method));

    private static bool IsBuilt(string folder, string path) =>
        Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar) is ["bin" or "obj", ..];
}

namespace Waybill.Catalog.Reading;

/// <summary>Checks what entries say about each other: owners, producers, and that nothing exists twice.</summary>
internal sealed class CrossCheck(CatalogFolder folder, EventCatalog catalog)
{
    private readonly HashSet<CatalogEvent> _sent = [.. catalog.Services.SelectMany(service => service.Sends)];

    public void Run()
    {
        RefuseTwins(catalog.Teams, team => team.Id, team => team.File, "team");
        RefuseTwins(catalog.Services, service => $"{service.Id} {service.Version}", service => service.File, "service");
        RefuseTwins(catalog.Domains, domain => $"{domain.Id} {domain.Version}", domain => domain.File, "domain");
        RefuseTwins(catalog.Events, e => $"{e.Id} {e.Version}", e => e.File, "event");
        RefuseTwins(catalog.Events, e => e.DetailType, e => e.File, "event with the detail-type");

        foreach (var e in catalog.Events)
        {
            CheckOwners(e.File, e.Owners);
            CheckProducer(e);
            CheckThin(e);
        }

        foreach (var service in catalog.Services)
        {
            CheckOwners(service.File, service.Owners);
        }

        foreach (var domain in catalog.Domains)
        {
            CheckDomain(domain);
        }

        CheckSources();
    }

    private void RefuseTwins<T>(IEnumerable<T> items, Func<T, string> name, Func<T, string> file, string kind)
    {
        foreach (var twins in items.GroupBy(name, StringComparer.Ordinal).Where(group => group.Skip(1).Any()))
        {
            foreach (var twin in twins.Skip(1))
            {
                folder.Report(
                    file(twin), null, "", $"a second {kind} '{twins.Key}'; the first is {file(twins.First())}", StructureRule.Twin);
            }
        }
    }

    private void CheckOwners(string file, IReadOnlyList<string> owners)
    {
        if (owners.Count == 0)
        {
            folder.Report(file, null, "/owners", $"is missing; expected a list of teams ({Teams()})", StructureRule.Reference);
        }

        foreach (var (i, owner) in owners.Index())
        {
            if (catalog.FindTeam(owner) is null)
            {
                folder.Report(
                    file, null, $"/owners/{i}", $"'{owner}' given; allowed: a team of this catalog ({Teams()})", StructureRule.Reference);
            }
        }
    }

    private void CheckProducer(CatalogEvent e)
    {
        if (!_sent.Contains(e))
        {
            folder.Report(
                e.File, null, "", $"no service sends {e.Id} {e.Version}; expected under 'sends' of the service that does",
                StructureRule.Reference);
        }
    }

    private void CheckThin(CatalogEvent e)
    {
        if (e.Shape != EventShape.Thin)
        {
            return;
        }

        foreach (var property in e.Properties.Where(property => property.PersonalData > PersonalDataClass.Pseudonymous))
        {
            var given = property.PersonalData.ToString().ToLowerInvariant();
            folder.Report(
                e.File, null, "/waybill/shape",
                $"'thin' given, but {property.Path} is {given}; allowed in a thin event: none, pseudonymous", StructureRule.Thin);
        }
    }

    private void CheckDomain(CatalogDomain domain)
    {
        CheckOwners(domain.File, domain.Owners);
        var known = catalog.Services.Select(service => service.Id).ToList();
        foreach (var (i, id) in domain.Services.Index().Where(service => !known.Contains(service.Item, StringComparer.Ordinal)))
        {
            folder.Report(
                domain.File, null, $"/services/{i}/id", $"'{id}' given; allowed: a service of this catalog ({string.Join(", ", known)})",
                StructureRule.Reference);
        }
    }

    /// <summary>The bus lets one producer use a source; two services behind one source could not be told apart.</summary>
    private void CheckSources()
    {
        foreach (var service in catalog.Services)
        {
            foreach (var source in service.Sends.Select(e => e.Source).Distinct(StringComparer.Ordinal))
            {
                if (catalog.Producers[source] is var producer && producer != service)
                {
                    folder.Report(
                        service.File, null, "/sends", $"sends events of source '{source}', which belongs to {producer.Id}",
                        StructureRule.Reference);
                }
            }
        }
    }

    private string Teams() => string.Join(", ", catalog.Teams.Select(team => team.Id));
}

package energy.peerwatt.web.registry.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.tariff.DatedPrice;
import energy.peerwatt.settlement.tariff.TariffTable;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.AreaCharges;
import energy.peerwatt.web.registry.MemberTariffs;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.TariffChange;
import io.smallrye.mutiny.Uni;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** All dated prices, by whose they are. */
record DatedTariffs(
        List<AreaEntity> found,
        Map<Owner, TariffTable> tables,
        List<InvoicingEntity> invoicing,
        List<GridZoneEntity> zones) {

    /** A member, or the area itself. */
    record Owner(AreaId area, Optional<ParticipantId> participant) {}

    static Uni<DatedTariffs> load(Mutiny.Session session) {
        return list(session, "from AreaEntity a order by a.id", AreaEntity.class)
                .chain(areas ->
                        list(session, "from TariffEntity t order by t.id", TariffEntity.class)
                                .chain(rows -> load(session, areas, rows)));
    }

    private static Uni<DatedTariffs> load(
            Mutiny.Session session, List<AreaEntity> areas, List<TariffEntity> rows) {
        return list(session, "from InvoicingEntity i order by i.id", InvoicingEntity.class)
                .chain(issuers ->
                        list(session, "from GridZoneEntity z order by z.id", GridZoneEntity.class)
                                .map(zones -> of(areas, rows, issuers, zones)));
    }

    private static <E> Uni<List<E>> list(Mutiny.Session session, String query, Class<E> type) {
        return session.createSelectionQuery(query, type).getResultList();
    }

    private static DatedTariffs of(
            List<AreaEntity> areas,
            List<TariffEntity> rows,
            List<InvoicingEntity> issuers,
            List<GridZoneEntity> zonesOfPoints) {
        Map<AreaId, ZoneId> zones = new HashMap<>();
        areas.forEach(area -> zones.put(new AreaId(area.id), area.zone()));
        Map<Owner, TariffTable> tables = new HashMap<>();
        byOwner(rows)
                .forEach((owner, prices) ->
                        tables.put(
                                owner,
                                TariffTable.of(
                                        zones.getOrDefault(owner.area(), ZoneOffset.UTC), prices)));
        return new DatedTariffs(areas, tables, issuers, zonesOfPoints);
    }

    private static Map<Owner, List<DatedPrice>> byOwner(List<TariffEntity> rows) {
        return rows.stream()
                .map(TariffEntity::toRecord)
                .collect(
                        Collectors.groupingBy(
                                change -> new Owner(change.area(), change.participant()),
                                Collectors.mapping(TariffChange::price, Collectors.toList())));
    }

    List<Area> areas() {
        return found.stream().map(this::area).toList();
    }

    /** What buyers of a known area pay. */
    AreaCharges charges(AreaId id) {
        return areas().stream()
                .filter(area -> area.rules().area().equals(id))
                .map(Area::charges)
                .findFirst()
                .orElseThrow();
    }

    private Area area(AreaEntity entity) {
        return entity.toRecord(
                table(new Owner(new AreaId(entity.id), Optional.empty())),
                invoicing.stream()
                        .filter(issuer -> issuer.areaId == entity.id)
                        .map(InvoicingEntity::toRecord)
                        .toList(),
                zones.stream()
                        .filter(zone -> zone.areaId == entity.id)
                        .map(GridZoneEntity::toRecord)
                        .toList());
    }

    MeteringPoint point(MeteringPointEntity entity) {
        MeteringPoint point = entity.toRecord();
        Owner owner = new Owner(point.area(), Optional.of(point.participant()));
        return point.withTariffs(new MemberTariffs(point.tariffs().opening(), table(owner)));
    }

    /** The prices of one of them, none if there never were any. */
    TariffTable table(Owner owner) {
        ZoneId zone =
                found.stream()
                        .filter(area -> area.id == owner.area().value())
                        .map(AreaEntity::zone)
                        .findFirst()
                        .orElse(ZoneOffset.UTC);
        return tables.getOrDefault(owner, TariffTable.of(zone, List.of()));
    }
}

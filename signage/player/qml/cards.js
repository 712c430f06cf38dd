.pragma library

// How cards lie on a board: the grid, the pages, the place of each. Yields after a few measurements.
//
// `room` has width, height, gap and unit in px, how many cards a page has at most (`each`), the side
// of a `code` to scan (0: no row has one), the `labels` of facts, and `words` (`CardWords`).

const STEPS = [Infinity, 300, 150, 70, 30]; // characters of a card at most
const SCALES = [1.78, 1.62, 1.48, 1.35, 1.24, 1.15, 1.07, 1]; // of the least type

// The work of laying cards out: `go` measures a few of them, and gives {shape, pages} at the end.
// Of very many rows the first and the longest choose the grid. No generator: Qt's engine falls over
// one that leaves a block whose variables a closure holds.
function Work(rows, room) {
    let step = 0, all = rows, some = sample(rows), search = new Search(some, room), job = null, needs = [], broken = 0;

    this.go = () => {
        if (!job) {
            job = search.next();
            if (!job && search.best && some !== all)
                job = { last: true, shape: search.best.shape };
            needs = []; // px of height of each card
            broken = 0;
        }
        if (job) {
            measure(job.last ? all : some);
            return job === null && needs === null ? again() : null;
        }
        return search.best ? { shape: search.best.shape, pages: placings(all, search.best, room) } : again();
    };

    function measure(list) {
        let fits = true;
        for (let i = 0; i < 8 && fits && needs.length < list.length; i += 1) {
            const row = list[needs.length], set = room.words.set(row, job.shape);
            needs.push(set.tall);
            broken += set.facts.wraps || set.apart ? 1 : 0;
            fits = set.tall <= room.height && !room.words.breaks(row, job.shape) && !(job.labels && set.facts.wraps);
        }
        if (fits && !job.last && needs.length % 96 === 0 && search.hopeless(job, needs))
            fits = false;
        if (fits && needs.length < list.length)
            return;
        if (!job.last)
            search.heed(job, fits ? needs : null, broken / list.length);
        else if (fits)
            search.best.needs = needs;
        if (job.last && fits)
            some = all; // all is known
        if (job.last && !fits)
            needs = null;
        job = null;
    }

    // Words without end: their card goes on in the next.
    function again() {
        step += 1;
        if (step === STEPS.length)
            return { shape: null, pages: [] };
        all = [].concat(...rows.map(row => parted(row, STEPS[step], room.labels)));
        some = sample(all);
        search = new Search(some, room);
        return null;
    }
}

function sample(rows) {
    if (rows.length <= 400)
        return rows;
    const long = row => row.name.length + row.days.length + row.fee.length + row.counter.length;
    return rows.slice(0, 240).concat(rows.slice(240).sort((one, other) => long(other) - long(one)).slice(0, 60));
}

// For the best grid: `next` says what shape to measure, `heed` hears what the cards need then.
// First all grids in the least type, for the fewest pages; of those the one with the largest type;
// at last labels, where they cost nothing.
function Search(all, room) {
    const forms = room.code > 0 ? ["side", "corner", "under"] : ["stack", "rail"];
    let jobs = [], grids = [], scales = SCALES.slice(), least = Infinity, labelled = false;
    this.best = null;

    for (let across = 1; across <= Math.min(all.length, room.each, 6); across += 1) {
        for (const form of forms)
            jobs.push({ across: across, downs: [], form: form, shape: shaped(all, across, form, 1, room) });
    }
    for (const job of jobs) {
        for (let down = 1; down <= Math.min(Math.floor(room.each / job.across), Math.ceil(all.length / job.across)); down += 1)
            job.downs.push(down);
    }

    const count = (needs, across, down) => paged(needs, across, down, room.height, room.gap).length;

    // Whether the first cards already need more pages than their share of the fewest.
    this.hopeless = (job, needs) => job.downs.every(down => count(needs, job.across, down) > 1 + Math.ceil(least * needs.length / all.length));

    this.next = () => {
        while (true) {
            while (jobs.length > 0) {
                const job = jobs.shift();
                if (job.shape)
                    return job;
            }
            if (scales.length > 0 && !(this.best && this.best.good >= scales[0])) {
                const scale = scales.shift();
                jobs = grids.map(grid => Object.assign({}, grid, { sized: true, shape: shaped(all, grid.across, grid.form, scale, room) }));
            } else if (this.best && !labelled && this.best.shape.inner >= 400 * room.unit) {
                labelled = true;
                jobs = [Object.assign({}, this.best, { labels: true, shape: Object.assign({}, this.best.shape, { labelled: true }) })];
            } else {
                return null;
            }
        }
    };

    this.heed = (job, needs, broken) => {
        if (!needs)
            return;
        if (job.labels) {
            const level = (room.height - (job.downs[0] - 1) * room.gap) / job.downs[0];
            const free = needs.length === 1 || !needs.some((need, i) => need > Math.max(level, this.best.needs[i]));
            if (free && count(needs, job.across, job.downs[0]) === least)
                this.best = Object.assign({}, job, { needs: needs });
            return;
        }
        for (const down of job.downs) {
            const pages = count(needs, job.across, down);
            if (!job.sized && pages < least) {
                least = pages;
                grids = [];
            }
            if (pages > least)
                continue;
            const grid = { across: job.across, downs: [down], form: job.form, shape: job.shape, needs: needs, broken: broken };
            grid.good = job.shape.scale - strange(grid, all.length, least, room);
            if (!job.sized)
                grids.push(grid);
            else if (!this.best || grid.good > this.best.good)
                this.best = grid;
        }
    };
}

// How far a grid is from one that looks well: cards half as wide again as high; a single page has
// no gaps, of several each is as full as may be, and has as many lines as the others.
function strange(grid, count, pages, room) {
    const down = grid.downs[0], highest = grid.needs.reduce((most, need) => Math.max(most, need), 0);
    const share = (room.height - (down - 1) * room.gap) / down;
    const high = pages > 1 ? share : Math.min(share, 1.75 * highest);
    const slots = grid.across * down, holes = Math.max(0, slots - Math.ceil(count / pages));
    const empty = pages > 1 && room.code === 0 ? 1.5 * (1 - slots / room.each) : 0.4 * holes / slots;
    const placed = paged(grid.needs, grid.across, down, room.height, room.gap);
    const uneven = placed.slice(0, -1).some(page => page.length < down) ? 0.4 : 0;
    const wide = grid.shape.inner + 2 * room.words.pad;
    return 0.12 * Math.abs(Math.log(wide / high / 1.6)) + 0.3 * grid.broken + empty + uneven + (grid.form === "rail" ? 0.05 : 0);
}

function shaped(all, across, form, scale, room) {
    const { width, gap, unit, code, words } = room;
    const wide = Math.floor(Math.min((width - (across - 1) * gap) / across, 1150 * unit));
    const inner = wide - 2 * words.pad, beside = inner - code - 4 * unit; // its quiet zone is a gap itself
    const rail = form === "rail" ? words.rail(all.slice(0, 100), scale) : 0;
    if (code > inner || (code > 0 && form !== "under" && beside < 230 * unit) || inner < 270 * unit || inner - rail < 330 * unit && form === "rail")
        return null;
    return { form: form, inner: inner, beside: beside, scale: scale, rail: rail, code: code, labelled: false };
}

// Where each card is, page after page.
function placings(all, grid, room) {
    const gap = room.gap, height = room.height, needs = grid.needs;
    const placed = paged(needs, grid.across, grid.downs[0], height, gap);
    const wide = grid.shape.inner + 2 * room.words.pad, made = [];
    const highest = needs.reduce((most, need) => Math.max(most, need), 0);
    const lines = placed[0].length;
    const most = placed.length > 1 ? Infinity : Math.max(1.75 * highest, 0.3 * height); // a few words are no hall
    const x0 = (room.width - grid.across * (wide + gap) + gap) / 2;
    for (const page of placed) {
        const last = page === placed[placed.length - 1]; // with fewer cards, in the same grid
        const tall = levelled(page, last ? Math.max(lines, page.length) : page.length, height, gap).map(each => Math.min(each, most));
        const used = tall.reduce((sum, each) => sum + each + gap, -gap);
        let y = placed.length > 1 ? 0 : (height - used) / 2;
        const cards = [];
        page.forEach((line, n) => {
            const ease = Math.max(0, tall[n] - line.need); // so that the cards of a line are set alike
            for (let i = line.from; i < line.to; i += 1)
                cards.push({ row: all[i], x: x0 + (i - line.from) * (wide + gap), y: y, width: wide, height: tall[n], ease: ease });
            y += tall[n] + gap;
        });
        made.push(cards);
    }
    return made;
}

// Of cards that need so much height, `across` to a line and `down` lines to a page at most: the
// lines of each page as {from, to, need}. A card that exceeds a page is on one of its own.
function paged(needs, across, down, height, gap) {
    const pages = [];
    let page = null, left = 0;
    for (let from = 0; from < needs.length; from += across) {
        const to = Math.min(needs.length, from + across);
        let need = 0;
        for (let i = from; i < to; i += 1)
            need = Math.max(need, needs[i]);
        if (!page || page.length === down || need > left) {
            page = [];
            pages.push(page);
            left = height;
        }
        page.push({ from: from, to: to, need: need });
        left -= need + gap;
    }
    return pages;
}

// Heights of `down` lines that fill a page, all alike but for those that need more.
function levelled(lines, down, height, gap) {
    const needs = lines.map(line => line.need).sort((one, other) => other - one);
    let left = height - (down - 1) * gap, among = down;
    while (needs.length && needs[0] > left / among) {
        left -= needs.shift();
        among -= 1;
    }
    return lines.map(line => Math.max(line.need, left / Math.max(1, among)));
}

// A row as two, where its name or what else it says has more characters than `most`; else itself.
function parted(row, most, labels) {
    const bare = { days: "", fee: "", counter: "" };
    if (row.name.length > most) {
        const space = row.name.slice(0, most).lastIndexOf(" ");
        const at = space > most / 3 ? space : most;
        const head = Object.assign({}, row, bare, { name: row.name.slice(0, at), qr: "" });
        return [head].concat(parted(Object.assign({}, row, { name: row.name.slice(at).trim() }), most, labels));
    }
    const long = ["days", "fee", "counter"].filter(fact => row[fact].length > most);
    if (long.length === 0)
        return [row];
    const rest = long.map(fact => ({ code: row.code, name: labels[["days", "fee", "counter"].indexOf(fact)] + ": " + row[fact], days: "", fee: "", counter: "", qr: "" }));
    const first = Object.assign({}, row);
    for (const fact of long)
        first[fact] = "";
    return [first].concat(...rest.map(each => parted(each, most, labels)));
}

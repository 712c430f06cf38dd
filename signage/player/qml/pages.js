// Parts blocks of words into pages.

// Fills pages of at most `limit` of the height, `whole`, one after the other; yields after each
// measurement.
//
// `tools` has gap(block), measure(block), line(block) and part(block, space); a block that has
// `again` stands at the head of each further page, unless it is too tall to head anything.
function* filled(blocks, limit, whole, tools) {
    const rest = blocks.slice().reverse(), pages = [[]];
    let again = [], y = 0, own = 0;

    function put(block, took) {
        const page = pages[pages.length - 1];
        y += page.length ? tools.gap(block) : 0;
        page.push(Object.assign({}, block, { y: y, tall: took.tall, wide: took.wide }));
        y += took.tall;
    }

    function turn() {
        const page = pages[pages.length - 1];
        while (page.length > 1 && page[page.length - 1].again)
            page.pop(); // a heading stands over something
        pages.push([]);
        y = own = 0;
        again.forEach(each => put(each[0], each[1]));
    }

    while (rest.length > 0) {
        const block = rest.pop();
        block.took = block.took ?? tools.measure(block);
        yield;
        const took = block.took;
        const room = limit - y - (pages[pages.length - 1].length ? tools.gap(block) : 0);
        const taken = again.reduce((sum, each) => sum + each[1].tall + tools.gap(each[0]), 0);
        // A rule heads what its title heads.
        const heads = block.again && (block.texts.length ? taken + took.tall <= 0.45 * whole : again.length > 0);
        if (block.again && !heads) {
            rest.push({ kind: block.kind, texts: block.texts, took: took }); // it flows like the rest
        } else if (took.tall <= room) {
            put(block, took);
            if (heads)
                again.push([block, took]);
            else
                own += 1;
        } else if (own > 0 && (taken + tools.gap(block) + took.tall <= limit || room < 2 * tools.line(block))) {
            rest.push(block);
            turn();
        } else {
            const parts = tools.part(block, room);
            put(parts[0], tools.measure(parts[0]));
            if (parts[1]) {
                rest.push(parts[1]);
                turn();
            }
        }
    }
    return pages;
}

// Pages whose title stands on the first only; no generator, for it is little work.
function once(blocks, limit, tools) {
    const bare = blocks.map(block => block.texts.length > 1 ? block : Object.assign({}, block, { again: false }));
    const work = filled(bare, limit, limit, tools);
    let step = work.next();
    while (!step.done)
        step = work.next();
    return { blocks: bare, pages: step.value };
}

// The same, with as many pages, each about as full as the others. A title stands on the first page
// only, where there would be more of them with it on each.
function* even(blocks, limit, tools) {
    const inOne = pages => !pages.some(page => page.some(block => block.part));
    let work = filled(blocks, limit, limit, tools), step = work.next(); // no `yield*`: Qt's engine falls over it
    while (!step.done) {
        yield;
        step = work.next();
    }
    const fewer = step.value.length > 1 && step.value.length <= 8 ? once(blocks, limit, tools) : null;
    const better = fewer !== null && fewer.pages.length < step.value.length;
    const found = better ? fewer.pages : step.value;
    if (better)
        blocks = fewer.blocks;
    if (found.length > 8 || !inOne(found))
        return found;
    let low = limit / 2, high = limit, best = found;
    while (high - low > limit / 40) {
        const middle = (low + high) / 2;
        work = filled(blocks, middle, limit, tools);
        step = work.next();
        while (!step.done) {
            yield;
            step = work.next();
        }
        const tried = step.value;
        if (tried.length > found.length || !inOne(tried)) {
            low = middle;
        } else {
            high = middle;
            best = tried;
        }
    }
    return best;
}

// Shares of the width by column: what each needs, the long ones giving way; empty where even the
// longest words of all have no room side by side.
function shares(natural, longest, room) {
    const sum = list => list.reduce((total, each) => total + each, 0);
    if (sum(longest) > room)
        return [];
    const wanted = sum(natural);
    if (wanted <= room)
        return natural.map(each => (each + (room - wanted) / natural.length) / room);
    let level = room / natural.length; // no column has more, but those that need less have less
    for (let high = room, low = 0, i = 0; i < 30; i += 1) {
        level = (low + high) / 2;
        if (sum(natural.map((each, j) => Math.max(longest[j], Math.min(each, level)))) > room)
            high = level;
        else
            low = level;
    }
    const given = natural.map((each, i) => Math.max(longest[i], Math.min(each, level)));
    return given.map(each => each / sum(given));
}

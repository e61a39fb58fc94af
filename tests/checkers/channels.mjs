// Says what is wrong with a message for a chat, by the chat's own library: `channels.mjs teams|discord < MESSAGE`. Silence is praise.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { EmbedBuilder } from "@discordjs/builders";

// Its modules leave out the endings of files, which Node does not look for; the bundle has none.
const { AdaptiveCard, Version } = createRequire(import.meta.url)("adaptivecards/dist/adaptivecards.js");

const message = JSON.parse(readFileSync(0, "utf8"));
const judges = {
  teams() {
    const [{ contentType, content }] = message.attachments;
    if (contentType !== "application/vnd.microsoft.card.adaptive") return [`the type is ${contentType}`];
    const card = new AdaptiveCard();
    card.version = Version.parse(content.version);
    card.parse(content);
    const events = card.validateProperties().validationEvents.map((event) => event.message);
    return card.getItemCount() === content.body.length ? events : [...events, "a part of the card is not read"];
  },
  discord() {
    const builder = new EmbedBuilder();
    const embed = message.embeds[0];
    builder.setTitle(embed.title).setURL(embed.url).setDescription(embed.description).toJSON();
    return [];
  },
};
for (const fault of judges[process.argv[2]]()) console.log(fault);

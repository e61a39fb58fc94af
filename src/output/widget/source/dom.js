// Elements without markup: text stays text, and a page that requires Trusted Types has nothing to object to.

/** An element with a part's name or attributes, and its children, less what is empty. */
export function make(name, attributes, ...children) {
  const element = document.createElement(name);
  const given = attributes.at ? { part: attributes } : attributes;
  for (const attribute in given) element.setAttribute(attribute, given[attribute]);
  element.append(...children.flat().filter(Boolean));
  return element;
}

/** A link, or only its text where the address is no page's. */
export const link = (address, ...children) =>
  /^https?:/i.test(address) ? make("a", { part: "link", href: address, target: "_blank", rel: "noreferrer" }, ...children) : make("span", "", ...children);

export function button(attributes, act, ...children) {
  const element = make("button", { type: "button", ...attributes }, ...children);
  element.addEventListener("click", act);
  return element;
}

// SPDX-FileCopyrightText: 2026 kcna.labs contributors
// SPDX-License-Identifier: GPL-3.0-or-later
(() => {
  const KEY = "kcna.labs.language";
  const title = document.querySelector("title");
  const buttons = document.querySelectorAll("#switch button");
  const show = (language) => {
    document.documentElement.lang = language;
    document.title = title.dataset[language];
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.language === language));
  };
  // a browser may refuse storage to a file
  const remember = (language) => { try { localStorage.setItem(KEY, language); } catch { /* shown all the same */ } };
  const remembered = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  for (const button of buttons) {
    button.addEventListener("click", () => { show(button.dataset.language); remember(button.dataset.language); });
  }
  if (["ja", "en"].includes(remembered())) show(remembered());
  document.getElementById("switch").hidden = false;
})();

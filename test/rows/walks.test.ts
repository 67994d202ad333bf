/**
 * Both original procedures walked by hand without a script, link by link and button by button as journeys.md A2 numbers them,
 * under the labels of A1. Each screen is named where it is reached.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { headingOf } from '../http/screens/reading.ts';
import { codeNow, STEP, secretOn, wrongCode } from '../support/steps.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';
import { handOf } from './hand.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

test('G-34 Z-01 Z-04 Z-06 Z-07 Z-08 S-10 S-11 S-12 S-13 S-14 S-15 S-16 the success portal: on, from the pop-up of the dashboard', async () => {
  await world.addAccount();
  const hand = handOf(world.visitor());
  await hand.open('/success/');
  await hand.press('ログイン', { email: 'hanako@success.example', password: PASSWORD });
  await hand.click('アカウント設定');
  await hand.click('ダッシュボード');
  expect(headingOf(hand.page)).toBe('ダッシュボード');
  expect(hand.page.text).toContain('二要素認証(2FA)');
  for (const choice of ['今はしない', '今後表示しない']) expect(hand.page.text).toContain(choice);
  await hand.click('今すぐセットアップ');
  expect(hand.path).toBe('/success/enrolment/method');
  expect(hand.page.text).toContain('二要素認証のアプリケーション');
  await hand.press('選択');
  expect(hand.page.text).toContain('次回のログインから 認証アプリを入れた端末 が必要になります');
  const secret = secretOn(hand.page);
  await hand.press('有効にする', { code: wrongCode(world, secret), device_name: '会社のiPhone' });
  expect(secretOn(hand.page)).toEqual(secret);
  await hand.press('有効にする', { code: codeNow(world, secret) });
  expect(headingOf(hand.page)).toContain('二要素認証を有効にしました');
  expect(hand.page.text).toContain('会社のiPhone');
  expect(hand.page.text).toContain('次回のログインから、認証アプリのコードが必要です');
  await hand.click('あとで保存する');
  expect(hand.page.text).not.toContain('今すぐセットアップ');
});

test('G-34 Z-02 Z-11 Z-12 Z-13 S-30 S-33 S-36 S-40 the success portal: sign in with the code, then off', async () => {
  await world.addAccount();
  const visitor = world.visitor();
  const hand = handOf(visitor);
  await hand.open('/success/account');
  await hand.press('ログイン', { email: 'hanako@success.example', password: PASSWORD });
  expect(hand.path).toBe('/success/account');
  await hand.press('有効');
  await hand.press('選択');
  const secret = secretOn(hand.page);
  await hand.press('有効にする', { code: codeNow(world, secret) });
  await hand.press('ログアウト');
  world.advance(STEP);

  await hand.click('ヘルプ');
  await hand.open('/success/cases');
  await hand.press('ログイン', { email: 'hanako@success.example', password: PASSWORD });
  expect(hand.path).toBe('/success/sign-in/code');
  await hand.click('サポートにお問い合わせください');
  expect(hand.path).toBe('/success/lost-device');
  await hand.open('/success/sign-in/code');
  await hand.press('続ける', { code: codeNow(world, secret).replace(/^(...)/u, '$1 ') });
  expect(hand.path).toBe('/success/cases');

  await hand.click('アカウント設定');
  expect(hand.page.text).toContain('二要素認証(2FA)を設定してください');
  expect(hand.page.text).toContain('状態: 有効');
  await hand.press('無効');
  expect(hand.page.text).toContain('パスワードだけでログインできるようになり、不正ログインの危険が高まります');
  await hand.click('キャンセル');
  expect(hand.page.text).toContain('設定は変更されていません');
  await hand.press('無効');
  world.advance(STEP);
  await hand.press('無効にする', { code: codeNow(world, secret) });
  expect(headingOf(hand.page)).toContain('二要素認証を無効にしました');
  await hand.click('二要素認証をもう一度有効にする');
  expect(hand.page.text).toContain('状態: 無効');
});

test('G-34 Z-05 Z-07 Z-26 S-20 S-21 S-22 S-23 S-24 S-25 S-41 the support portal: on and off in the profile, the preparation read on the way', async () => {
  await world.addAccount({ portal: 'support', email: 'jiro@support.example', name: '佐藤 次郎' });
  const hand = handOf(world.visitor());
  await hand.open('/support/dashboard');
  await hand.press('ログイン', { email: 'jiro@support.example', password: PASSWORD });
  expect(hand.page.text).not.toContain('今すぐセットアップ');
  await hand.click('マイプロフィール');
  expect(hand.page.html).toMatch(/<h2[^>]*>二要素認証\(2FA\)を有効化する<\/h2>/u);
  expect(hand.page.text).toContain('状態: 無効');
  await hand.click('事前準備');
  expect(hand.path).toBe('/support/help');
  for (const part of ['事前準備', '二要素認証を有効化する', '二要素認証を無効化する']) expect(hand.page.text).toContain(part);
  await hand.open('/support/profile');
  await hand.press('有効');
  expect(hand.path).toBe('/support/enrolment/method');
  await hand.press('選択');
  expect(hand.path).toBe('/support/enrolment');
  const secret = secretOn(hand.page);

  const other = handOf(world.visitor());
  await other.open('/support/');
  await other.press('ログイン', { email: 'jiro@support.example', password: PASSWORD });
  expect(other.path).toBe('/support/dashboard');

  await hand.press('有効にする', { code: codeNow(world, secret), device_name: '' });
  await hand.press('ログアウト');
  world.advance(STEP);
  await hand.press('ログイン', { email: 'jiro@support.example', password: PASSWORD });
  await hand.press('続ける', { code: codeNow(world, secret) });
  await hand.click('マイプロフィール');
  expect(hand.page.text).toContain('状態: 有効');
  await hand.press('無効');
  world.advance(STEP);
  await hand.press('無効にする', { code: codeNow(world, secret) });
  await hand.press('ログアウト');
  await hand.press('ログイン', { email: 'jiro@support.example', password: PASSWORD });
  expect(hand.path).toBe('/support/dashboard');
});

test('G-34 G-33 the same hand in English, changing the language half-way without losing its place', async () => {
  await world.addAccount();
  const hand = handOf(world.visitor());
  await hand.open('/success/account');
  await hand.click('English');
  await hand.press('Sign in', { email: 'hanako@success.example', password: PASSWORD });
  expect(hand.path).toBe('/success/account');
  await hand.press('On');
  await hand.press('Choose');
  const secret = secretOn(hand.page);
  await hand.click('日本語');
  expect(secretOn(hand.page)).toEqual(secret);
  await hand.click('English');
  await hand.press('Turn on', { code: codeNow(world, secret) });
  expect(headingOf(hand.page)).toContain('Two-factor authentication is on');
  await hand.press('Sign out');
  expect(hand.page.text).toContain('You are signed out.');
});

test('G-34 Z-22 Z-23 the pages for what is not there and what broke lead on without a script', async () => {
  await world.addAccount();
  const hand = handOf(world.visitor());
  await hand.open('/success/nowhere');
  expect(hand.page.status).toBe(404);
  expect(headingOf(hand.page)).toBe('ページが見つかりません');
  await hand.click('最初のページへ');
  expect(hand.path).toBe('/success/sign-in');
  await hand.open('/nowhere');
  expect(hand.page.status).toBe(404);
  await hand.click('最初のページへ');
  expect(hand.path).toBe('/');

  await world.service.store.close();
  const late = handOf(world.visitor());
  await late.open('/success/sign-in');
  await late.press('ログイン', { email: 'hanako@success.example', password: PASSWORD });
  expect(late.page.status).toBe(503);
  expect(headingOf(late.page)).toBe('ただいまサービスをご利用いただけません');
  expect(late.page.text).toMatch(/受付番号 [\w-]{16}/u);
  await late.click('ヘルプとお問い合わせ');
  expect(late.page.status).toBe(200);
});
